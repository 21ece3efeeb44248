"""Brackets whose frames have moved by known homographies, from real brackets and from radiance.

Each frame is sampled from a picture larger than itself, so that what a motion brings in at one side is really there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from mefcore.align.motion import corners, mapped
from mefcore.color import linear_to_srgb, srgb_to_linear
from mefcore.train.data.radiance import Radiance, load_radiance

KINDS = ("plain", "noisy", "soft", "moving", "night")
SHIFT, ROTATION, BEND, ZOOM = 0.03, 2.0, 0.004, 0.005
"""Limits of planted motions: of the width, in degrees, of the width at each corner, and in scale."""


@dataclass(frozen=True, eq=False)
class Stack:
    """Frames ``(H, W, 3)`` uint8, dark to bright, and the matrices from the reference's pixels to each frame's."""

    name: str
    kind: str
    frames: list[np.ndarray]
    reference: int
    truth: list[np.ndarray] = field(default_factory=list)
    exact: bool = False

    @property
    def size(self) -> tuple[int, int]:
        return self.frames[0].shape[1], self.frames[0].shape[0]


def planted(rng: np.random.Generator, size: tuple[int, int], amount: float = 1.0) -> np.ndarray:
    """A random motion about the picture's centre, within the limits times ``amount``; one in four is a mere shift."""
    w = size[0]
    square = corners(size)
    shift = rng.uniform(-SHIFT, SHIFT, 2) * w * amount
    if rng.random() < 0.25:
        return np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1.0]])
    angle = np.deg2rad(rng.uniform(-ROTATION, ROTATION)) * amount
    scale = 1 + rng.uniform(-ZOOM, ZOOM) * amount
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = square.mean(axis=0)
    to = (square - middle) @ turn.T + middle + shift
    if rng.random() < 0.7:
        to += rng.uniform(-BEND, BEND, (4, 2)) * w * amount
    return np.asarray(cv2.getPerspectiveTransform(np.float32(square), np.float32(to)).astype(np.float64))


def inner_size(width: int, height: int) -> tuple[int, int]:
    """The largest picture that planted motions leave inside a source of that size."""
    w = int(width / (1 + 2 * (SHIFT + BEND + ZOOM / 2 + 0.0175 * height / width) + 0.005)) - 4
    h = height - int(2 * (SHIFT + BEND + 0.0175 + ZOOM / 2) * w) - 4
    return w, h


def taken(sources: list[np.ndarray], motions: list[np.ndarray]) -> list[np.ndarray]:
    """Each source seen through its motion (reference to frame), cropped to :func:`inner_size`."""
    h, w = sources[0].shape[:2]
    size = inner_size(w, h)
    corner = np.array([[1, 0, (w - size[0]) // 2], [0, 1, (h - size[1]) // 2], [0, 0, 1.0]])
    out = []
    for source, motion in zip(sources, motions, strict=True):
        back = corner @ np.linalg.inv(motion)
        places = mapped(back, corners(size))
        if places.min() < 0 or (places.max(axis=0) > (w - 1, h - 1)).any():
            raise ValueError("a planted motion leaves the source")
        out.append(cv2.warpPerspective(source, back, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP))
    return out


def exposed(radiance: np.ndarray, gain: float, rng: np.random.Generator, noise: float) -> np.ndarray:
    """A camera's frame of a scene: shot and read noise, clipping, the sRGB curve, 8 bits."""
    light = np.maximum(radiance * gain, 0)
    sigma = noise * np.sqrt(0.002 * np.minimum(light, 1) + 1e-5)
    return np.rint(linear_to_srgb(np.clip(light + rng.normal(0, 1, light.shape) * sigma, 0, 1)) * 255).astype(np.uint8)


def from_radiance(scene: Radiance, kind: str, rng: np.random.Generator, *, moved: bool = True) -> Stack:
    """Three to five exposures one to three stops apart."""
    pixels = scene.pixels
    if rng.random() < 0.5:  # half of the panorama, magnified: coarser texture, larger picture
        x = int(rng.integers(0, pixels.shape[1] // 2))
        pixels = cv2.resize(
            pixels[:, x : x + pixels.shape[1] // 2], None, fx=1.7, fy=1.7, interpolation=cv2.INTER_CUBIC
        )
    if kind == "soft":
        pixels = cv2.GaussianBlur(pixels, (0, 0), 3.0)
    count = int(rng.integers(3, 6))
    step = rng.uniform(1, 3) if count < 5 else rng.uniform(1, 2)
    middle = 0.18 * 2 ** rng.uniform(-0.7, 0.7) * (0.12 if kind == "night" else 1.0)
    reference = count // 2
    size = inner_size(pixels.shape[1], pixels.shape[0])
    motions = [planted(rng, size) if moved and k != reference else np.eye(3) for k in range(count)]
    scenes = taken([pixels] * count, motions)
    if kind == "moving":
        scenes = _with_subjects(scenes, rng)
    noise = {"noisy": 4.0, "night": 3.0}.get(kind, 1.0)
    frames = [exposed(s, middle * 2 ** (step * (k - reference)), rng, noise) for k, s in enumerate(scenes)]
    return Stack(scene.name, kind, frames, reference, motions, exact=True)


def from_bracket(name: str, sources: list[np.ndarray], kind: str, rng: np.random.Generator, most: int = 5) -> Stack:
    """A static real bracket ``(H, W, 3)`` uint8, its frames moved and noise added."""
    if len(sources) > most:
        first = int(rng.integers(0, len(sources) - most + 1))
        sources = sources[first : first + most]
    if kind == "soft":
        sources = [cv2.GaussianBlur(s, (0, 0), 2.5) for s in sources]
    if kind == "night":
        sources = [np.rint(s * 0.35).astype(np.uint8) for s in sources]
    levels = [abs(float(s.mean()) - 115) for s in sources]
    reference = int(np.argmin(levels))
    size = inner_size(sources[0].shape[1], sources[0].shape[0])
    motions = [np.eye(3) if k == reference else planted(rng, size) for k in range(len(sources))]
    frames = taken(sources, motions)
    if kind == "moving":
        frames = _with_subjects(frames, rng)
    sigma = {"noisy": 5.0, "night": 3.0}.get(kind, 1.0)
    frames = [np.clip(np.rint(f + rng.normal(0, sigma, f.shape)), 0, 255).astype(np.uint8) for f in frames]
    return Stack(name, kind, frames, reference, motions)


def _with_subjects(frames: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """Something textured that covers a tenth of the picture, elsewhere in each frame, cut out of the scene itself."""
    h, w = frames[0].shape[:2]
    side = int(0.32 * np.sqrt(w * h))
    sx, sy = int(rng.integers(0, w - side)), int(rng.integers(0, h - side))
    yy, xx = np.mgrid[0:side, 0:side] / (side - 1) - 0.5
    shape = (xx**2 + yy**2 < 0.24)[..., None]
    out = []
    x, y = rng.integers(0, w - side), rng.integers(0, h - side)
    for frame in frames:
        subject = frame[sy : sy + side, sx : sx + side][:, ::-1]
        frame = frame.copy()
        part = frame[y : y + side, x : x + side]
        part[...] = np.where(shape, subject, part)
        out.append(frame)
        x = int(np.clip(x + rng.integers(-60, 61), 0, w - side))
        y = int(np.clip(y + rng.integers(-30, 31), 0, h - side))
    return out


def brackets(root: Path, split: str, least: int = 330) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Real brackets of a split that its manifest calls static: ``(name, frames dark to bright)``."""
    import csv

    with (root / "manifest.csv").open() as lines:
        for row in csv.DictReader(lines):
            if row["split"] != split or "max adjacent shift 0 px" not in row["note"]:
                continue
            folder = root / split / row["scene"]
            frames = [cv2.imread(str(p))[..., ::-1] for p in sorted(folder.glob("[0-9]*.jpg"))]
            frames.sort(key=lambda f: float(f.mean()))
            if min(frames[0].shape[:2]) >= least:
                yield row["scene"], [np.ascontiguousarray(f) for f in frames]


def relit(name: str, frames: list[np.ndarray]) -> Radiance:
    """A bracket's middle frame taken for a scene, to be exposed anew: real texture, and an exact answer."""
    linear = srgb_to_linear(frames[len(frames) // 2] / 255.0).astype(np.float32)
    return Radiance(name, linear / max(float(np.median(linear)), 1e-3))


def stacks(root: Path, split: str, count: int, seed: int) -> Iterator[Stack]:
    """``count`` random stacks of all kinds, by turns from real brackets, single real frames and radiance.

    Of the radiance, every third scene is for test.
    """
    rng = np.random.default_rng(seed)
    real = list(brackets(root, split))
    scenes = load_radiance(root / "hdr")
    scenes = [s for i, s in enumerate(scenes) if (i % 3 == 0) == (split == "test")]
    for i in range(count):
        kind = KINDS[i % len(KINDS)]
        name, frames = real[int(rng.integers(len(real)))]
        if i % 3 == 0:
            yield from_bracket(name, frames, kind, rng)
        elif i % 3 == 1:
            yield from_radiance(relit(name, frames), kind, rng)
        else:
            yield from_radiance(scenes[int(rng.integers(len(scenes)))], kind, rng)


def still_stacks(root: Path, split: str, count: int, seed: int) -> Iterator[Stack]:
    """Stacks in which at most a subject moves, of all kinds: from radiance, and from single real frames.

    Most have been through JPEG, whose blocks stay in place whatever the picture does.
    """
    rng = np.random.default_rng(seed)
    scenes = [s for i, s in enumerate(load_radiance(root / "hdr")) if (i % 3 == 0) == (split == "test")]
    for name, frames in brackets(root, split):
        scenes.append(relit(name, frames))
    for i in range(count):
        stack = from_radiance(scenes[int(rng.integers(len(scenes)))], KINDS[i % len(KINDS)], rng, moved=False)
        if i % 4:
            quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 97))]
            coded = [cv2.imencode(".jpg", f[..., ::-1], quality)[1] for f in stack.frames]
            stack = replace(stack, frames=[cv2.imdecode(c, cv2.IMREAD_COLOR)[..., ::-1].copy() for c in coded])
        yield stack
