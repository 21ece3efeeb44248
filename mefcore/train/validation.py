"""Whole stacks of the validation split, and how well a student does on them: what chooses the weights that are kept."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from mefcore.nets.student import Student
from mefcore.pipeline import THUMBNAIL
from mefcore.train import losses
from mefcore.train.data import load_scene, scene_folders
from mefcore.train.lookup import blend, look_up, sample

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


@torch.no_grad()
def validate(student: Student, stacks: list[Stack], device: str) -> dict[str, float]:
    """Mean structure, luminance, colour and lost tones at N = 33, label PSNR in dB, and the score made of them."""

    def tensor(images: list[np.ndarray]) -> Tensor:
        return torch.from_numpy(np.stack(images)).to(device).permute(0, 3, 1, 2).float()[None] / 255

    rows, psnr = [], []
    for frames, label in stacks:
        x = tensor(list(frames))
        small = [cv2.resize(f, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA) for f in frames]
        weights, latent = student(tensor(small))
        result = look_up(blend(x, weights), sample(student.implicit, latent, 33).clamp(0, 1))
        agreement = losses.fusion_agreement(result, x)
        colour = losses.colour_error(result, *losses.colour_target(x))
        rows.append([float(v) for v in (*agreement, colour, losses.lost_tones(result, x))])
        if label is not None:
            psnr.append(float(-10 * torch.log10((result - tensor([label])[:, 0]).square().mean())))
    structure, luminance, colour_mean, lost = (float(v) for v in np.mean(rows, axis=0))
    label_psnr = float(np.mean(psnr or [0.0]))
    return {
        "structure": structure,
        "luminance": luminance,
        "colour": colour_mean,
        "lost_tones": lost,
        "psnr": label_psnr,
        "score": structure + luminance - 2 * colour_mean - 4 * lost + 0.01 * label_psnr,
    }
