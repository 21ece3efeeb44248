"""Whole stacks of the validation split, and how well a network does on them: what chooses the weights that are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from mefcore.pipeline import THUMBNAIL
from mefcore.train import losses
from mefcore.train.data import load_scene, scene_folders
from mefcore.train.lookup import Fused, blend, look_up

Stack = tuple[np.ndarray, np.ndarray | None]
"""Frames ``(K, h, w, 3)`` uint8, dark to bright, and their label ``(h, w, 3)`` if there is one."""


def validation_stacks(folder: Path, longest: int) -> list[Stack]:
    """Every scene of ``folder`` as a whole, and once more with only three of its frames."""
    stacks: list[Stack] = []
    for scene_folder in scene_folders(folder):
        scene = load_scene(scene_folder, longest)
        stacks.append((scene.frames, scene.label))
        n = len(scene.frames)
        if n > 3:
            stacks.append((scene.frames[[1, n // 2, n - 2]], scene.label))
    return stacks


def fuse_stack(network: nn.Module, bake: Callable[[Tensor], Tensor], frames: np.ndarray, device: str) -> Fused:
    """What a network makes of one whole stack of frames ``(K, h, w, 3)`` uint8, its lattice clamped."""
    small = [cv2.resize(f, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA) for f in frames]
    weights, code = network(to_tensor(small, device))
    table = bake(code).clamp(0, 1)
    blended = blend(to_tensor(list(frames), device), weights)
    return Fused(blended, look_up(blended, table), table, code)


def to_tensor(images: list[np.ndarray], device: str) -> Tensor:
    """``(1, K, 3, h, w)`` in ``[0, 1]`` from K images ``(h, w, 3)`` uint8."""
    return torch.from_numpy(np.stack(images)).to(device).permute(0, 3, 1, 2).float()[None] / 255


@torch.no_grad()
def measure(network: nn.Module, bake: Callable[[Tensor], Tensor], stacks: list[Stack], device: str) -> dict[str, float]:
    """Mean structure, luminance, colour error and lost tones, and label PSNR in dB (0 if there are no labels).

    Args:
        network: thumbnails to blend weights and code.
        bake: code to lattice.
    """
    rows, psnr = [], []
    for frames, label in stacks:
        x = to_tensor(list(frames), device)
        result = fuse_stack(network, bake, frames, device).result
        agreement = losses.fusion_agreement(result, x)
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
