"""Choices that light modules, such as the recipe and the command line, share with heavy ones; imports nothing."""

from __future__ import annotations

from typing import Literal

WhiteBalance = Literal["camera", "auto", "daylight"]
Highlights = Literal["clip", "blend", "rebuild"]
Prefer = Literal["raw", "jpeg"]
Border = Literal["crop", "keep"]
Space = Literal["srgb", "display-p3", "adobe-rgb", "prophoto"]
