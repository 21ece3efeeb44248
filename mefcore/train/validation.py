"""Whole stacks of the validation split, and how well a network does on them: what chooses the weights that are kept."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import torch
from torch import Tensor

from mefcore.objective import losses
from mefcore.objective.agreement import fusion_agreement
from mefcore.pipeline import THUMBNAIL
from mefcore.train.data import Scene

Stack = tuple[np.ndarray, np.ndarray | None]
"""Frames ``(K, h, w, 3)`` uint8, dark to bright, and their label ``(h, w, 3)`` if there is one."""

Render = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""Frames ``(1, K, 3, h, w)`` and thumbnails ``(1, K, 3, 128, 128)`` to blend and picture ``(1, 3, h, w)``."""


def validation_stacks(scenes: list[Scene]) -> list[Stack]:
    """Every scene as a whole, and once more with only three of its frames."""
    stacks: list[Stack] = []
    for scene in scenes:
        stacks.append((scene.frames, scene.label))
        n = len(scene.frames)
        if n > 3:
            stacks.append((scene.frames[[1, n // 2, n - 2]], scene.label))
    return stacks


def render_stack(render: Render, frames: np.ndarray, device: str) -> tuple[Tensor, Tensor]:
    """Blend and picture ``(1, 3, h, w)`` of one whole stack of frames ``(K, h, w, 3)`` uint8."""
    small = [cv2.resize(f, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA) for f in frames]
    return render(to_tensor(list(frames), device), to_tensor(small, device))


def to_tensor(images: list[np.ndarray], device: str) -> Tensor:
    """``(1, K, 3, h, w)`` in ``[0, 1]`` from K images ``(h, w, 3)`` uint8."""
    return torch.from_numpy(np.stack(images)).to(device).permute(0, 3, 1, 2).float()[None] / 255


@torch.no_grad()
def measure(render: Render, stacks: list[Stack], device: str) -> dict[str, float]:
    """Mean structure, luminance, colour error and lost tones, and label PSNR in dB (0 if there are no labels)."""
    rows, psnr = [], []
    for frames, label in stacks:
        x = to_tensor(list(frames), device)
        _, result = render_stack(render, frames, device)
        agreement = fusion_agreement(result, x)
        colour = losses.colour_error(result, *losses.colour_target(x))
        rows.append([float(v) for v in (*agreement, colour, losses.lost_tones(result, x))])
        if label is not None:
            psnr.append(float(-10 * torch.log10((result - to_tensor([label], device)[:, 0]).square().mean())))
    structure, luminance, colour_mean, lost = (float(v) for v in np.mean(rows, axis=0))
    return {
        "structure": structure,
        "luminance": luminance,
        "colour": colour_mean,
        "lost_tones": lost,
        "psnr": float(np.mean(psnr or [0.0])),
    }
