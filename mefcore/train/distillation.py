"""What the student learns from a teacher and from stacks with and without a label (paper, eq. 6 and 12)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from mefcore.lut.grid import lattice
from mefcore.nets.exposure import best_exposed
from mefcore.nets.lookup import Fused, blend, look_up
from mefcore.nets.student import Student
from mefcore.nets.teacher import Teacher, fuse_tables
from mefcore.objective.agreement import agreement_maps
from mefcore.train.config import Distill
from mefcore.train.data import Batch
from mefcore.train.long_range import LongRange
from mefcore.train.perceptual import EdgeFeatures

LOOKED_UP_AT = 33
"""Points per axis of the lattice through which the teacher's own pictures are made."""


class Parts(NamedTuple):
    """One term of eq. 12 split by kind of stack: means over all places of the batch, so the two add up.

    Attributes:
        paired: over places with a label, each as far as its label is trusted.
        unpaired: over the others, and over the rest of that trust.
    """

    paired: Tensor
    unpaired: Tensor


def semi_supervised(paired: Tensor, unpaired: Tensor, trust: Tensor) -> Parts:
    """Split a batch as eq. 12 does.

    Args:
        paired: ``(B,)`` loss of each place against its label.
        unpaired: ``(B,)`` loss of each place without one.
        trust: ``(B,)`` in ``[0, 1]``: 0 where there is no label.
    """
    return Parts((paired * trust).mean(), (unpaired * (1 - trust)).mean())


def fusion_disagreement(result: Tensor, frames: Tensor) -> Tensor:
    """Eq. 8 to 11 for each place, ``(B,)``: one minus the mean of MEF-SSIM and of its luminance variant.

    MEF-SSIM alone says nothing of brightness, which then drifts; the variant holds it.
    """
    structure, luminance = agreement_maps(result.clamp(0, 1), frames)
    return 1 - 0.5 * (structure + luminance).mean((1, 2, 3))


def grid_distance(student: Tensor, teacher: Tensor) -> Tensor:
    """L1 between lattices ``(B, n, n, n, 3)`` or colours ``(B, P, 3)``; no gradient to the teacher."""
    return (student - teacher.detach()).abs().mean()


class Distillation(nn.Module):
    """The terms that a ``[distill]`` table asks for; those of weight zero are not computed.

    Args:
        terms: weights and sizes.
        teacher: needed for ``grid``; its weights stay as they are.
    """

    def __init__(self, terms: Distill, teacher: Teacher | None) -> None:
        super().__init__()
        self.terms = terms
        self.teacher = None if teacher is None else teacher.eval().requires_grad_(False)
        self.long_range = LongRange() if terms.weights()["long_range"] else None
        self.edges = EdgeFeatures() if terms.weights()["perceptual"] else None
        self._tables: dict[int, Tensor] = {}

    def forward(self, student: Student, fused: Fused, batch: Batch, rng: np.random.Generator) -> dict[str, Tensor]:
        """Unweighted parts, by the names that :meth:`~mefcore.train.config.Distill.weights` has.

        Args:
            fused: what the student made of the batch.
            rng: draws the nodes of the grid term, if it is to see only some.
        """
        weights = self.terms.weights()
        to_label = (fused.result - batch.label).abs().mean((1, 2, 3))
        both = semi_supervised(to_label, fusion_disagreement(fused.result, batch.frames), batch.has_label)
        parts = {"paired": both.paired, "unpaired": both.unpaired}
        answer = None
        if self.teacher is not None:
            with torch.no_grad():
                answer = self.teacher(batch.thumbs)
        if answer is not None and weights["grid"]:
            parts["grid"] = self._grid(student, fused.code, answer[1], rng)
        if self.long_range is not None:
            parts["long_range"] = self.long_range(fused.table, fused.blend, self._truth(batch, answer))
        if self.edges is not None:
            parts["perceptual"] = (self.edges(fused.result, batch.label) * batch.has_label).mean()
        return parts

    def _grid(self, student: Student, code: Tensor, basis_weights: Tensor, rng: np.random.Generator) -> Tensor:
        n = self.terms.lattice
        tables = self._teacher_tables(n).flatten(1, 3)
        nodes = torch.tensor(lattice(n), device=code.device).view(-1, 3)
        if 0 < self.terms.nodes < len(nodes):
            some = torch.from_numpy(rng.choice(len(nodes), self.terms.nodes, replace=False)).to(code.device)
            tables, nodes = tables[:, some], nodes[some]
        return grid_distance(
            student.implicit(code, nodes.expand(len(code), -1, -1)), fuse_tables(tables, basis_weights)
        )

    def _truth(self, batch: Batch, answer: tuple[Tensor, Tensor] | None) -> Tensor:
        """The label where there is one; else what the teacher makes of the stack, or its best-exposed pixels."""
        if answer is not None:
            weights, code = answer
            table = fuse_tables(self._teacher_tables(LOOKED_UP_AT), code)
            other = look_up(blend(batch.frames, weights), table).clamp(0, 1)
        else:
            other, _ = best_exposed(batch.frames)
        return torch.where(batch.has_label[:, None, None, None] > 0, batch.label, other)

    @torch.no_grad()
    def _teacher_tables(self, n: int) -> Tensor:
        """The refined grids of a teacher that no longer learns, worked out once."""
        if self.teacher is None:
            raise ValueError("there is no teacher")
        if n not in self._tables:
            self._tables[n] = self.teacher.implicit.tables(n)
        return self._tables[n]
