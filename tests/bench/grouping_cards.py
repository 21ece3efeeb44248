"""Memory cards for bench_grouping.py: what a photographer did, written as a camera would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

SIZE = (300, 200)
STEPS = {2: (2.0, 3.0, 4.0), 3: (1.0, 2.0, 3.0), 4: (1.0, 2.0), 5: (1.0, 2.0), 6: (1.0, 1.5), 7: (1.0,), 8: (1.0,)}


@dataclass(frozen=True)
class Camera:
    make: str = "Acme"
    model: str = "Mark I"
    serial: str = ""
    prefix: str = "IMG_"
    ticks: int = 100  # of the clock in a second; 1 for no fractions


@dataclass
class Shot:
    pixels: np.ndarray
    member: int
    begin: float
    time: float
    iso: int
    aperture: float
    number: int
    camera: Camera
    bracketing: bool = False
    portrait: bool = False
    clock: float | None = None  # what EXIF says instead of begin
    no_exif: bool = False
    no_time: bool = False
    claims: float | None = None  # what EXIF says instead of the exposure time
    twin: bool = False
    folder: str = "DCIM/100ACME"
    name: str = ""

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.name or f'{self.camera.prefix}{self.number:04d}'}.JPG"


@dataclass
class Card:
    """Writes down what a photographer does; the methods follow the order of the day."""

    rng: np.random.Generator
    scenes: list[list[np.ndarray]]
    camera: Camera = field(default_factory=Camera)
    shots: list[Shot] = field(default_factory=list)
    now: float = 36_000.0
    number: int = 1
    sets: int = 0
    used: int = 0

    def scene(self, frames: int, step: float = 1.0) -> list[np.ndarray]:
        """Neighbouring frames of the next scene that has enough, further apart for larger steps; a ninth is made."""
        while len(self.scenes[self.used % len(self.scenes)]) < min(frames, 8):
            self.used += 1
        found = self.scenes[self.used % len(self.scenes)]
        self.used += 1
        if frames > len(found):
            dark = (found[0].astype(np.float32) / 255) ** 2.2 * 0.5
            found = [np.rint(255 * dark ** (1 / 2.2)).astype(np.uint8), *found]
        stride = max(1, min(round(step), (len(found) - 1) // max(1, frames - 1)))
        first = int(self.rng.integers(len(found) - stride * (frames - 1)))
        return found[first : first + stride * (frames - 1) + 1 : stride]

    def pause(self, low: float, high: float) -> None:
        self.now += float(np.exp(self.rng.uniform(np.log(low), np.log(high))))

    def shoot(self, pixels: np.ndarray, member: int, seconds: float, dead: float, **rest: Any) -> Shot:
        shot = Shot(
            pixels,
            member,
            self.now,
            seconds,
            rest.pop("iso", 100),
            rest.pop("aperture", 8.0),
            self.number,
            self.camera,
            **rest,
        )
        self.shots.append(shot)
        self.number += 1
        self.now += seconds + dead
        return shot

    def bracket(
        self,
        frames: int = 3,
        *,
        order: str = "out",
        step: float | None = None,
        dead: tuple[float, float] = (0.15, 0.4),
        base: float | None = None,
        pictures: Sequence[np.ndarray] | None = None,
        plan: Callable[[list[int]], list[int]] = lambda order: order,
        iso: Callable[[float], tuple[float, int]] = lambda seconds: (seconds, 100),
        quiet: float = 0.0,
        **rest: Any,
    ) -> None:
        """One set.  ``quiet`` is how much of a long exposure the camera stays closed for after it."""
        step = step or float(self.rng.choice(STEPS.get(frames, (0.7, 1.0))))
        pictures = pictures or self.scene(frames, step)
        base = base or float(2.0 ** -self.rng.integers(4, 9))
        middle = (frames - 1) // 2
        for i in plan(ordered(frames, order)):
            seconds, speed = iso(base * 2.0 ** (step * (i - middle)))
            gap = float(self.rng.uniform(*dead)) + (quiet * seconds if seconds >= 1 else 0.0)
            self.shoot(noisy(pictures[i], self.rng), self.sets, seconds, gap, iso=speed, **rest)
        self.sets += 1

    def single(self, picture: np.ndarray | None = None, seconds: float | None = None, **rest: Any) -> None:
        picture = self.scene(3)[1] if picture is None else picture
        seconds = seconds or float(2.0 ** (self.rng.integers(-27, -12) / 3))
        self.shoot(noisy(picture, self.rng), self.sets, seconds, 0.2, **rest)
        self.sets += 1


def ordered(frames: int, order: str) -> list[int]:
    up, middle = list(range(frames)), (frames - 1) // 2
    if order == "up":
        return up
    if order == "down":
        return up[::-1]
    if order == "middle first":
        return [middle, *(i for i in up if i != middle)]
    return sorted(up, key=lambda i: (abs(i - middle), i))  # 0, -1, +1, -2, +2


def noisy(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    noise = rng.integers(-3, 4, pixels.shape[:2])[..., None]
    return np.clip(pixels.astype(np.int16) + noise, 0, 255).astype(np.uint8)


def views(picture: np.ndarray, count: int) -> list[np.ndarray]:
    """Overlapping views from left to right."""
    width = picture.shape[1]
    shown = int(width / (1 + 0.5 * (count - 1)))
    parts = [picture[:, round(0.5 * shown * i) :][:, :shown] for i in range(count)]
    return [np.asarray(Image.fromarray(part).resize(SIZE, Image.Resampling.BILINEAR)) for part in parts]


def ratio(value: float) -> IFDRational:
    fraction = Fraction(value).limit_denominator(8000)
    return IFDRational(fraction.numerator, fraction.denominator)


def exif(shot: Shot) -> Image.Exif:
    block = Image.Exif()
    if shot.no_exif:
        return block
    moment = datetime(2024, 5, 6) + timedelta(seconds=shot.begin if shot.clock is None else shot.clock)
    block[0x010F], block[0x0110] = shot.camera.make, shot.camera.model
    inner: dict[int, Any] = {0x9003: moment.strftime("%Y:%m:%d %H:%M:%S"), 0x920A: IFDRational(24)}
    if shot.portrait:
        block[0x0112] = 6
    if shot.camera.ticks > 1:
        inner[0x9291] = f"{moment.microsecond // 10_000:02d}"
    if shot.camera.serial:
        inner[0xA431] = shot.camera.serial
    inner[0xA402] = 2 if shot.bracketing else 1
    if not shot.no_time:
        inner |= {0x829A: ratio(shot.claims or shot.time), 0x829D: ratio(shot.aperture), 0x8827: shot.iso}
    block[0x8769] = inner
    return block


def write(card: Card, folder: Path) -> None:
    for shot in card.shots:
        path = folder / shot.path
        path.parent.mkdir(parents=True, exist_ok=True)
        block = exif(shot)
        Image.fromarray(shot.pixels).save(path, quality=80, exif=block)
        if shot.twin:  # to a reader of EXIF most makers' RAW files are an EXIF block with pixels behind it
            path.with_suffix(".NEF").write_bytes(block.tobytes().removeprefix(b"Exif\0\0"))


def frames_of(data: Path) -> list[list[np.ndarray]]:
    scenes = []
    for folder in sorted(p for split in ("train", "val", "test") for p in (data / split).iterdir() if p.is_dir()):
        files = sorted((f for f in folder.iterdir() if f.stem.isdigit()), key=lambda f: int(f.stem))
        frames = []
        for file in files:
            with Image.open(file) as image:
                image.draft("RGB", SIZE)
                upright = image.transpose(Image.Transpose.ROTATE_90) if image.height > image.width else image
                frames.append(np.asarray(upright.convert("RGB").resize(SIZE, Image.Resampling.BOX)))
        if len(frames) > 1:
            scenes.append(frames)
    return scenes
