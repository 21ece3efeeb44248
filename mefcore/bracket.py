"""A bracket: one scene, several exposures, ordered from dark to bright."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from mefcore.errors import BracketError
from mefcore.limits import MAX_FRAMES, MIN_FRAMES


@dataclass(frozen=True, slots=True)
class Exposure:
    """What let light onto the sensor; ``None`` where the file does not say.

    Attributes:
        time: seconds.
        f_number: focal ratio N.
        iso: ISO speed.
    """

    time: float | None = None
    f_number: float | None = None
    iso: float | None = None

    @property
    def relative(self) -> float | None:
        """``time * ISO / N**2`` in arbitrary units; needs the time, while a missing ISO or N counts as equal in all."""
        if not self.time or self.time <= 0:
            return None
        return self.time * (self.iso or 100.0) / (self.f_number or 1.0) ** 2


class ExifField(NamedTuple):
    """A fact that the program does not use and only carries to the result, as the file has it.

    Attributes:
        directory: ``"exif"`` or ``"gps"``.
        number: of the tag.
        kind: EXIF's type number: 2 text, 5 and 10 ratios, others whole numbers.
        values: a text, or a tuple of whole numbers or of ``(numerator, denominator)`` pairs.
    """

    directory: Literal["exif", "gps"]
    number: int
    kind: int
    values: str | tuple[int, ...] | tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The part of what a file says of its picture that travels to the result; ``None`` where it does not say.

    ``captured`` is EXIF's ``YYYY:MM:DD HH:MM:SS``; ``focal_length`` is in millimetres; ``carried`` holds the rest of
    EXIF that stays true of the result (the whole of GPS among it), by directory and number; ``xmp`` is the file's XMP
    packet, unchanged: what the result must not say is taken out when it is written.
    """

    make: str | None = None
    model: str | None = None
    lens: str | None = None
    captured: str | None = None
    focal_length: float | None = None
    artist: str | None = None
    copyright: str | None = None
    exposure: Exposure = Exposure()
    carried: tuple[ExifField, ...] = ()
    xmp: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, eq=False)
class Frame:
    """One exposure, upright and ready to blend.

    Attributes:
        path: where it came from.
        pixels: ``(H, W, 3)`` uint8, uint16 or float32, sRGB-encoded, full scale 255, 65535 or 1.0; read-only.
        metadata: see :class:`Metadata`.
    """

    path: Path
    pixels: np.ndarray
    metadata: Metadata = field(default_factory=Metadata)

    def __post_init__(self) -> None:
        self.pixels.flags.writeable = False

    @property
    def size(self) -> tuple[int, int]:
        """``(width, height)`` in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @cached_property
    def brightness(self) -> float:
        """Mean encoded value in ``[0, 1]`` over a regular grid of at most ~256x256 pixels."""
        h, w = self.pixels.shape[:2]
        sample = self.pixels[:: max(1, h // 256), :: max(1, w // 256)]
        return float(sample.mean(dtype=np.float64)) / full_scale(sample.dtype)


@dataclass(frozen=True, eq=False)
class Bracket:
    """Frames of one scene, ordered dark to bright; make one with :meth:`of`.

    Attributes:
        frames: dark to bright.
        chosen: index of the frame that somebody chose as reference; None to choose by brightness.
    """

    frames: tuple[Frame, ...]
    chosen: int | None = None

    @classmethod
    def of(cls, frames: Sequence[Frame]) -> Bracket:
        """Check that ``frames`` belong together and order them.

        The order is by ``time * ISO / N**2`` when every frame says so and no two say the same, else by brightness:
        a camera that varies ISO, or a file that lost its EXIF, would otherwise be put in the wrong place.  Equally
        bright frames go by their names, so that the order in which they are given never matters.

        Raises:
            BracketError: fewer than 2 or more than 64 frames, or frames of different sizes.
        """
        if len(frames) < MIN_FRAMES:
            what = "there is no picture" if not frames else "there is only one frame"
            raise BracketError(
                what,
                path=frames[0].path if frames else None,
                hint="a bracket needs at least two exposures of the same scene",
            )
        if len(frames) > MAX_FRAMES:
            raise BracketError(
                f"{len(frames)} frames are too many for one bracket", hint=f"choose at most {MAX_FRAMES}"
            )
        first = frames[0]
        for frame in frames[1:]:
            if frame.size != first.size:
                size, wanted = "×".join(map(str, frame.size)), "×".join(map(str, first.size))
                raise BracketError(
                    f"is {size} pixels, but {first.path.name} is {wanted}",
                    path=frame.path,
                    hint="all frames of a bracket must have the same size",
                )
        exposures = [f.metadata.exposure.relative for f in frames]
        known = [e for e in exposures if e is not None]
        if len(known) == len(frames) and len({round(math.log2(e), 2) for e in known}) == len(frames):
            order = sorted(range(len(frames)), key=lambda i: known[i])
        else:
            order = sorted(range(len(frames)), key=lambda i: (frames[i].brightness, str(frames[i].path)))
        return cls(tuple(frames[i] for i in order))

    def __len__(self) -> int:
        return len(self.frames)

    @property
    def size(self) -> tuple[int, int]:
        """``(width, height)`` in pixels."""
        return self.frames[0].size

    @property
    def pixels(self) -> tuple[np.ndarray, ...]:
        """The frames' pixels, dark to bright."""
        return tuple(f.pixels for f in self.frames)

    @cached_property
    def reference(self) -> int:
        """Index of the frame that was chosen, else of the one nearest to a normal exposure: its metadata travels,
        "before" shows it first, the others are aligned to it, and moving things are where it has them."""
        return self.normal if self.chosen is None else self.chosen

    @cached_property
    def normal(self) -> int:
        """Index of the frame nearest to a normal exposure."""
        return min(range(len(self.frames)), key=lambda i: abs(self.frames[i].brightness - 0.45))

    @cached_property
    def ev(self) -> tuple[float | None, ...]:
        """Exposure of each frame by :func:`stops_apart`, whichever was chosen as reference."""
        return stops_apart([f.metadata.exposure for f in self.frames])


def stops_apart(exposures: Sequence[Exposure]) -> tuple[float | None, ...]:
    """Of each exposure from the middle one of a set, in stops; the darker of two middle ones.

    ``None`` where the file does not say.  It takes no pixels, so that a set is told by the same numbers before it is
    opened and after.
    """
    stops = [None if (e := one.relative) is None else math.log2(e) for one in exposures]
    known = sorted(s for s in stops if s is not None)
    middle = known[(len(known) - 1) // 2] if known else 0.0
    return tuple(None if s is None else s - middle for s in stops)


def full_scale(dtype: np.dtype | type) -> float:
    """The value that means 1.0: 255 for uint8, 65535 for uint16, 1.0 for float32.

    Raises:
        ValueError: any other dtype (a bug in the caller, not in a file).
    """
    kind = np.dtype(dtype)
    if kind == np.uint8:
        return 255.0
    if kind == np.uint16:
        return 65535.0
    if kind == np.float32:
        return 1.0
    raise ValueError(f"frames are uint8, uint16 or float32, not {kind}")
