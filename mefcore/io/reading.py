"""How RAW frames are developed: the choices that change what the engine is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from mefcore.choices import Highlights, WhiteBalance
from mefcore.errors import MefError


@dataclass(frozen=True, slots=True)
class Reading:
    """Settings of a RAW frame's development; other formats arrive developed and are read as they are.

    Attributes:
        white_balance: ``"camera"`` as the camera chose it, ``"auto"`` from the picture's own average (grey world),
            ``"daylight"`` as the maker measured it.  A bracket shares one, that of its middle RAW frame.
        highlights: what becomes of channels that saturate before the others do.  ``"clip"`` makes them white;
            ``"blend"`` and ``"rebuild"`` keep or reconstruct what the other channels still know, and darken the whole
            frame, every frame alike, by what that needs room for.
        half: one pixel for each 2×2 of the sensor, several times faster.  Only RAW frames shrink, so a bracket that
            mixes them with others cannot be read so.

    Raises:
        MefError: a value that is none of these.
    """

    white_balance: WhiteBalance = "camera"
    highlights: Highlights = "clip"
    half: bool = False

    def __post_init__(self) -> None:
        for name, value, choices in (
            ("white balance", self.white_balance, get_args(WhiteBalance)),
            ("highlights", self.highlights, get_args(Highlights)),
        ):
            if value not in choices:
                hint = f"choose {', '.join(choices[:-1])} or {choices[-1]}"
                raise MefError(f"{value!r} is no choice of {name}", hint=hint)
        if not isinstance(self.half, bool):
            raise MefError(f"{self.half!r} is no choice of half size", hint="choose true or false")


DEFAULT = Reading()
