"""The student's objective: named parts, and their weighted sum."""

from __future__ import annotations

import msgspec
import torch
from torch import Tensor
from torch.nn import functional

from mefcore.nets.student import Student
from mefcore.train import losses
from mefcore.train.config import Loss
from mefcore.train.data import Batch
from mefcore.train.lookup import blend, look_up, sample


def objective(student: Student, batch: Batch, terms: Loss, n: int) -> tuple[Tensor, dict[str, float]]:
    """Total loss of one batch, looked up in lattices of ``n`` points per axis, and the unweighted parts."""
    weights, latent = student(batch.thumbs)
    table = sample(student.implicit, latent, n)
    result = look_up(blend(batch.frames, weights), table)
    halved = functional.avg_pool2d(batch.frames.flatten(0, 1), 2).unflatten(0, batch.frames.shape[:2])
    fine = losses.fusion_agreement(result, batch.frames)
    coarse = losses.fusion_agreement(functional.avg_pool2d(result, 2), halved)
    with torch.no_grad():
        target, mask = losses.colour_target(batch.frames)
    to_label = (result - batch.label).abs().mean((1, 2, 3))
    parts = {
        "structure": 1 - 0.5 * (fine.structure + coarse.structure),
        "luminance": 1 - 0.5 * (fine.luminance + coarse.luminance),
        "colour": losses.colour_error(result, target, mask),
        "label": (to_label * batch.has_label).sum() / len(to_label),
        "roughness": losses.lattice_roughness(table),
        "reversal": losses.lattice_reversal(table),
        "out_of_range": losses.out_of_range(result) + 0.25 * losses.out_of_range(table),
        "lost_tones": losses.lost_tones(result, batch.frames),
        "neutral_tint": losses.neutral_tint(table),
    }
    weight = msgspec.structs.asdict(terms)
    total = torch.stack([weight[name] * part for name, part in parts.items()]).sum()
    return total, {name: float(part.detach()) for name, part in parts.items()}
