"""Scenes and radiance to training batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from mefcore.pipeline import THUMBNAIL
from mefcore.train.data.brackets import make_bracket
from mefcore.train.data.radiance import Radiance
from mefcore.train.data.scenes import Scene

Maker = Callable[[Radiance, int, np.random.Generator], tuple[np.ndarray, np.ndarray | None]]
"""Turns radiance into K frames ``(K, h, w, 3)`` uint8, dark to bright, and a reference ``(h, w, 3)`` or None."""


@dataclass(frozen=True)
class Batch:
    """``frames (B, K, 3, S, S)``, ``thumbs (B, K, 3, 128, 128)``, ``label (B, 3, S, S)`` and ``has_label (B,)``.

    ``has_label`` is 0 where there is none, and the label's :attr:`Scene.trust` otherwise.
    """

    frames: Tensor
    thumbs: Tensor
    label: Tensor
    has_label: Tensor


def bracket_of_a_crop(radiance: Radiance, k: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray | None]:
    """:func:`make_bracket` of a random window; the maker that the shipped weights were trained with."""
    return make_bracket(random_crop(rng, radiance.pixels[None], 0.15)[0], k, rng), None


class Sampler:
    """Random crops, exposure subsets, flips, quarter turns, colour and tone jitter, the same for a stack and its label.

    With the defaults the random numbers, and so the batches, are those that the shipped weights were trained on.

    Args:
        scenes: stacks.
        radiance: scene-linear pictures; a share of the batches' places is made from them.
        side: side of the loss images in pixels.
        radiance_share: share of places given to ``radiance``.
        labelled_share: share of places given to scenes with a label that people chose.
        maker: makes a bracket, and perhaps a reference, from radiance.
        reference_trust: how much a maker's reference counts.
        tone_jitter: standard deviation of the logarithm of a gamma that half the places are bent by.
    """

    def __init__(
        self,
        scenes: list[Scene],
        radiance: list[Radiance],
        *,
        side: int,
        radiance_share: float,
        labelled_share: float,
        maker: Maker = bracket_of_a_crop,
        reference_trust: float = 1.0,
        tone_jitter: float = 0.0,
    ) -> None:
        self.scenes, self.radiance, self.side = scenes, radiance, side
        self.labelled = [s for s in scenes if s.label is not None and s.trust >= 1]
        self.radiance_share = radiance_share if radiance else 0.0
        self.labelled_share = labelled_share if self.labelled else 0.0
        self.maker, self.reference_trust, self.tone_jitter = maker, reference_trust, tone_jitter

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

    def _place(self, rng: np.random.Generator, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        draw = rng.random()
        if draw < self.radiance_share:
            stack, label = self.maker(self.radiance[rng.integers(len(self.radiance))], k, rng)
            return self._finish(rng, stack, label, self.reference_trust)
        pool = self.labelled if draw < self.radiance_share + self.labelled_share else self.scenes
        enough = [s for s in pool if len(s.frames) >= k] or [s for s in self.scenes if len(s.frames) >= k]
        scene = enough[rng.integers(len(enough))]
        chosen = exposure_subset(rng, len(scene.frames), k)
        everything = scene.frames[chosen]
        if scene.label is not None:
            everything = np.concatenate([everything, scene.label[None]])
        crop = random_crop(rng, everything, 0.3)
        stack, label = (crop, None) if scene.label is None else (crop[:-1], crop[-1])
        return self._finish(rng, stack, label, scene.trust)

    def _finish(
        self, rng: np.random.Generator, stack: np.ndarray, label: np.ndarray | None, trust: float
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
        images = list(stack) if label is None else [*stack, label]
        turn, flip = int(rng.integers(4)), bool(rng.integers(2))
        gain = np.exp(rng.normal(0, 0.04, 3)).astype(np.float32) if rng.random() < 0.5 else np.ones(3, np.float32)
        gamma = 1.0
        if self.tone_jitter > 0 and rng.random() < 0.5:
            gamma = float(np.exp(rng.normal(0, self.tone_jitter)))

        def ready(image: np.ndarray, side: int) -> np.ndarray:
            small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
            small = np.rot90(small[:, ::-1] if flip else small, turn)
            bent = np.clip(small * gain, 0, 1)
            if gamma != 1.0:
                bent **= np.float32(gamma)
            return np.ascontiguousarray(bent.transpose(2, 0, 1))

        large = [ready(i, self.side) for i in images]
        thumbs = np.stack([ready(i, THUMBNAIL) for i in stack])
        blank = np.zeros_like(large[0])
        return (
            np.stack(large[: len(stack)]),
            thumbs,
            blank if label is None else large[-1],
            0.0 if label is None else trust,
        )


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
