"""Flags that several commands share."""

from __future__ import annotations

import enum
from typing import Annotated, get_args

import typer

from mefcore import choices


class Mode(str, enum.Enum):
    # Not "global", which is no name; its value is what counts.
    overall = "global"
    local = "local"


class Device(str, enum.Enum):
    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"
    mps = "mps"


Space = enum.Enum("Space", {s.replace("-", "_"): s for s in get_args(choices.Space)}, type=str)  # type: ignore[misc]
SRGB = Space("srgb")

DeviceFlag = Annotated[Device, typer.Option("--device", help="Where to compute.")]
SpaceFlag = Annotated[Space, typer.Option("--space", help="Colour space of the picture.")]
BitsFlag = Annotated[
    int | None, typer.Option("--bits", metavar="8|16|32", help="Per channel; 32 is float.", show_default="16, JPEG 8")
]
ModeFlag = Annotated[
    Mode | None,
    typer.Option(
        "--mode", help="One weight per frame, or weights that follow place and brightness.", show_default="global"
    ),
]
SettingsFlag = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Any parameter that mef look lists; repeatable."),
]
