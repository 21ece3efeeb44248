"""Every feature of the window, in the order in which they are made."""

from __future__ import annotations

from app.windows.feature import Feature

FEATURES: tuple[type[Feature], ...] = ()
