"""Stacks on disk to training batches.

Layout: ``ROOT/<split>/<scene>/<frame>.jpg`` with an optional ``label.*`` beside the frames, and optionally
``ROOT/hdr/*.hdr``: scene-linear pictures from which brackets are made on the fly.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from mefcore.bracket import full_scale
from mefcore.errors import MefError
from mefcore.io import READABLE, load_frame
from mefcore.pipeline import THUMBNAIL


@dataclass(frozen=True, eq=False)
class Scene:
    """A small stack in memory: frames ``(K, h, w, 3)`` uint8, dark to bright, and a label ``(h, w, 3)`` or None."""

    name: str
    frames: np.ndarray
    label: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Radiance:
    """Scene-linear picture ``(h, w, 3)`` float32, median luminance 1."""

    name: str
    pixels: np.ndarray


@dataclass(frozen=True)
class Batch:
    """``frames (B, K, 3, S, S)``, ``thumbs (B, K, 3, 128, 128)``, ``label (B, 3, S, S)`` and ``has_label (B,)``."""

    frames: Tensor
    thumbs: Tensor
    label: Tensor
    has_label: Tensor


def shrink(pixels: np.ndarray, longest: int) -> np.ndarray:
    """Area-average to at most ``longest`` pixels, as uint8."""
    h, w = pixels.shape[:2]
    scale = min(1.0, longest / max(h, w))
    small = (
        pixels
        if scale == 1.0
        else cv2.resize(pixels, (round(w * scale), round(h * scale)), interpolation=cv2.INTER_AREA)
    )
    return (
        small
        if small.dtype == np.uint8
        else np.clip(small * (255.0 / full_scale(small.dtype)) + 0.5, 0, 255).astype(np.uint8)
    )


def scene_folders(folder: Path) -> list[Path]:
    """Folders of ``folder`` that hold pictures, by name.

    Raises:
        MefError: there is none.
    """
    found = sorted(d for d in folder.iterdir() if d.is_dir()) if folder.is_dir() else []
    if not found:
        raise MefError(
            "holds no scene folders", path=folder, hint="expected SPLIT/SCENE/0.jpg, 1.jpg, … and optionally label.jpg"
        )
    return found


def scene_files(folder: Path) -> tuple[list[Path], Path | None]:
    """The frames of a scene folder, and its label if it has one."""
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in READABLE)
    label = next((p for p in files if p.stem == "label"), None)
    return [p for p in files if p.stem != "label"], label


def load_scene(folder: Path, longest: int) -> Scene:
    """Read one scene, shrunk to ``longest``; frames by brightness, which is all training needs to know."""
    paths, label = scene_files(folder)
    frames = [shrink(load_frame(p).pixels, longest) for p in paths]
    frames.sort(key=lambda f: float(f.mean()))
    small_label = None if label is None else shrink(load_frame(label).pixels, longest)
    if small_label is not None and small_label.shape != frames[0].shape:
        small_label = cv2.resize(small_label, frames[0].shape[1::-1], interpolation=cv2.INTER_AREA)
    return Scene(folder.name, np.stack(frames), small_label)


def load_radiance(folder: Path) -> list[Radiance]:
    """Every Radiance ``.hdr`` of a folder; none if there is no such folder."""
    found = []
    for path in sorted(folder.glob("*.hdr")):
        bgr = cv2.imread(str(path), cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR)
        if bgr is None:
            raise MefError("is not a readable Radiance picture", path=path)
        rgb = np.ascontiguousarray(bgr[..., ::-1], dtype=np.float32)
        rgb = rgb[int(0.12 * len(rgb)) : int(0.88 * len(rgb))]  # the poles of a panorama are stretched beyond use
        found.append(Radiance(path.stem, rgb / max(float(np.median(rgb.mean(-1))), 1e-6)))
    return found


def digest(folder: Path) -> str:
    """SHA-256 over names and contents of every file below ``folder``: which data a model was trained on."""
    h = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        h.update(path.relative_to(folder).as_posix().encode())
        h.update(path.read_bytes())
    return h.hexdigest()[:16]


class Sampler:
    """Random crops, exposure subsets, flips, quarter turns and tone jitter, the same for a stack and its label.

    Args:
        scenes: stacks.
        radiance: scene-linear pictures; a share of the batches' places is made from them.
        side: side of the loss images in pixels.
        radiance_share: share of places given to ``radiance``.
        labelled_share: share of places given to scenes with a label.
    """

    def __init__(
        self, scenes: list[Scene], radiance: list[Radiance], *, side: int, radiance_share: float, labelled_share: float
    ) -> None:
        self.scenes, self.radiance, self.side = scenes, radiance, side
        self.labelled = [s for s in scenes if s.label is not None]
        self.radiance_share = radiance_share if radiance else 0.0
        self.labelled_share = labelled_share if self.labelled else 0.0

    def batch(self, rng: np.random.Generator, size: int) -> Batch:
        """``size`` places of one K, drawn from 2…7 but no more than the longest stack has."""
        k = int(rng.choice([2, 3, 4, 5, 7], p=[0.2, 0.4, 0.15, 0.15, 0.1]))
        k = min(k, max(len(s.frames) for s in self.scenes))
        places = [self._place(rng, k) for _ in range(size)]
        frames = torch.from_numpy(np.stack([p[0] for p in places]))
        thumbs = torch.from_numpy(np.stack([p[1] for p in places]))
        label = torch.from_numpy(np.stack([p[2] for p in places]))
        has_label = torch.tensor([p[3] for p in places], dtype=torch.float32)
        return Batch(frames, thumbs, label, has_label)

    def _place(self, rng: np.random.Generator, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
        draw = rng.random()
        if draw < self.radiance_share:
            picked = self.radiance[rng.integers(len(self.radiance))]
            stack = make_bracket(random_crop(rng, picked.pixels[None], 0.15)[0], k, rng)
            label = None
        else:
            pool = self.labelled if draw < self.radiance_share + self.labelled_share else self.scenes
            enough = [s for s in pool if len(s.frames) >= k] or [s for s in self.scenes if len(s.frames) >= k]
            scene = enough[rng.integers(len(enough))]
            chosen = exposure_subset(rng, len(scene.frames), k)
            everything = scene.frames[chosen]
            if scene.label is not None:
                everything = np.concatenate([everything, scene.label[None]])
            crop = random_crop(rng, everything, 0.3)
            stack, label = (crop, None) if scene.label is None else (crop[:-1], crop[-1])
        return self._finish(rng, stack, label)

    def _finish(
        self, rng: np.random.Generator, stack: np.ndarray, label: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
        images = list(stack) if label is None else [*stack, label]
        turn, flip = int(rng.integers(4)), bool(rng.integers(2))
        gain = np.exp(rng.normal(0, 0.04, 3)).astype(np.float32) if rng.random() < 0.5 else np.ones(3, np.float32)

        def ready(image: np.ndarray, side: int) -> np.ndarray:
            small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
            small = np.rot90(small[:, ::-1] if flip else small, turn)
            return np.ascontiguousarray(np.clip(small * gain, 0, 1).transpose(2, 0, 1))

        large = [ready(i, self.side) for i in images]
        thumbs = np.stack([ready(i, THUMBNAIL) for i in stack])
        blank = np.zeros_like(large[0])
        return np.stack(large[: len(stack)]), thumbs, blank if label is None else large[-1], label is not None


def exposure_subset(rng: np.random.Generator, n: int, k: int) -> np.ndarray:
    """``k`` of ``n`` frames in order; mostly spread from a dark to a bright one, as a photographer would shoot."""
    if rng.random() < 0.7 and n > k:
        dark, bright = int(rng.integers(0, max(1, n // 3))), n - 1 - int(rng.integers(0, max(1, n // 3)))
        between = np.arange(dark + 1, bright)
        if len(between) >= k - 2:
            return np.sort(np.concatenate([[dark, bright], rng.choice(between, k - 2, replace=False)])).astype(int)
    return np.sort(rng.choice(n, k, replace=False))


def random_crop(rng: np.random.Generator, images: np.ndarray, least: float) -> np.ndarray:
    """The same random window of every image ``(n, h, w, 3)``, its sides ``least…1`` of theirs; sometimes all of it."""
    h, w = images.shape[1:3]
    if least > 0.2 and rng.random() < 0.25:
        return images
    part = rng.uniform(least, 1.0)
    ch = min(h, max(96, int(h * part * rng.uniform(0.85, 1.0))))
    cw = min(w, max(96, int((h if least < 0.2 else w) * part * rng.uniform(0.85, 1.0))))
    y, x = int(rng.integers(h - ch + 1)), int(rng.integers(w - cw + 1))
    return images[:, y : y + ch, x : x + cw]


def make_bracket(radiance: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """An exact bracket from scene-linear values: random EV step and anchor, camera contrast, noise, 8 bit.

    Args:
        radiance: ``(h, w, 3)`` float32, scene-linear.
        k: number of frames.

    Returns:
        ``(k, h, w, 3)`` uint8, dark to bright.
    """
    luma = radiance.mean(-1)
    middle = float(np.exp(np.log(luma + 1e-4).mean()))
    step = rng.uniform(1.0, 3.0) * (1.0 if k <= 4 else 0.6)
    anchor = rng.normal(0, 0.5)
    contrast = rng.uniform(0.0, 0.5)
    frames = []
    for i in range(k):
        ev = anchor + step * (i - (k - 1) / 2)
        x = radiance * np.float32(0.18 / middle * 2.0**ev)
        x = x + rng.normal(0, 1, x.shape).astype(np.float32) * np.sqrt(1e-6 + 2e-4 * np.clip(x, 0, 1))
        x = np.clip(x, 0, 1)
        encoded = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055)
        encoded = (1 - contrast) * encoded + contrast * (encoded * encoded * (3 - 2 * encoded))
        frames.append((encoded * 255 + 0.5).astype(np.uint8))
    return np.stack(frames)
