"""The student's own objective, which needs no teacher: named parts of a batch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from mefcore.nets.lookup import Fused
from mefcore.objective import losses
from mefcore.objective.agreement import fusion_agreement
from mefcore.train.data import Batch


def student_parts(fused: Fused, batch: Batch) -> dict[str, Tensor]:
    """Unweighted, by the names that :class:`~mefcore.train.config.Loss` has."""
    table = fused.table
    return {
        **picture_parts(fused.result, batch),
        "roughness": losses.lattice_roughness(table),
        "reversal": losses.lattice_reversal(table),
        "out_of_range": losses.out_of_range(fused.result) + 0.25 * losses.out_of_range(table),
        "lost_tones": losses.lost_tones(fused.result, batch.frames),
        "neutral_tint": losses.neutral_tint(table),
    }


def picture_parts(result: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Those that look at the picture alone: agreement with the frames, colours, and the label where there is one.

    Agreement is that of the picture one will see.  Unclamped values beyond white are contrast to the measure, and
    training to it found that out: tones were pushed out of range, to be clipped afterwards.
    """
    shown = result.clamp(0, 1)
    halved = functional.avg_pool2d(batch.frames.flatten(0, 1), 2).unflatten(0, batch.frames.shape[:2])
    fine = fusion_agreement(shown, batch.frames)
    coarse = fusion_agreement(functional.avg_pool2d(shown, 2), halved)
    with torch.no_grad():
        target, mask = losses.colour_target(batch.frames)
    return {
        "structure": 1 - 0.5 * (fine.structure + coarse.structure),
        "luminance": 1 - 0.5 * (fine.luminance + coarse.luminance),
        "colour": losses.colour_error(result, target, mask),
        "label": losses.to_label(result, batch.label, batch.has_label),
    }
