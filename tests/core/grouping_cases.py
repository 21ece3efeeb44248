"""What tests of grouping share: entries as a camera would number and time them, and made-up scenes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from makers import as_uint8, encode

from mefcore.bracket import Exposure
from mefcore.grouping import Entry, Fingerprint, Grouping, GroupingSettings, group

Names = list[list[str]]


def names(grouping: Grouping) -> Names:
    return [[p.name for p in s.paths] for s in grouping.sets]


class Roll:
    """Entries as a camera would number and time them."""

    def __init__(self, **known: Any) -> None:
        self.entries: list[Entry] = []
        self.now = 1_700_000_000.0
        self.known = {"camera": "Acme Mark I", "size": (6000, 4000), "resolution": 0.01, **known}

    def shoot(self, *stops: float, dead: float = 0.3, pause: float = 0.0, base: float = 0.01, **rest: Any) -> Roll:
        """Frames so many stops from ``base`` seconds; ``dead`` seconds after each and ``pause`` more after the last."""
        for stop in stops:
            seconds = base * 2.0**stop
            path = Path("card", f"IMG_{len(self.entries) + 1:04d}.JPG")
            exposure = rest.get("exposure", Exposure(seconds, 8.0, 100.0))
            known = self.known | {"path": path, "captured": self.now, "exposure": exposure} | rest
            self.entries.append(Entry(**known))
            self.now += seconds + dead
        self.now += pause
        return self

    def whole_seconds(self) -> Roll:
        self.entries = [replace(e, captured=float(int(e.captured or 0)), resolution=1.0) for e in self.entries]
        return self

    def sizes(self, settings: GroupingSettings = GroupingSettings(), **rest: Any) -> list[int]:  # noqa: B008
        return [len(s) for s in group(self.entries, settings, **rest).sets]


def shown(seed: int, stops: float = 0.0, shift: int = 0) -> np.ndarray:
    """``(48, 64, 3)`` uint8 of one of many scenes of soft shapes, under an exposure."""
    rng = np.random.default_rng(seed)
    coarse = rng.random((9, 12)).repeat(8, 0).repeat(8, 1)
    light = sum(np.roll(coarse, (dy, dx), (0, 1)) for dy in range(-3, 4) for dx in range(-3, 4))[12:60, 14:78] / 49
    light = np.roll(light, shift, 1) ** 3
    return as_uint8(encode(np.repeat(light[..., None] * 2.0**stops, 3, axis=2)))


def print_of(pixels: np.ndarray) -> Fingerprint:
    return Fingerprint(pixels[..., 1].reshape(16, 3, 16, 4).mean((1, 3)).astype(np.float32))


def seen(roll: Roll, *frames: tuple[int, float]) -> dict[Path, Fingerprint]:
    return {e.path: print_of(shown(*frame)) for e, frame in zip(roll.entries, frames, strict=True)}
