"""A bilateral grid of blend weights in torch: read at pixels, and gathered from them.

The grid is that of :class:`mefcore.blend.WeightGrid`; here its reading and the adjoint of that are products with small
matrices, because gradients flow through both many times: training, and the refinement of a single picture.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mefcore.blend import NODES
from mefcore.nets.exposure import gray
from mefcore.nets.frames import weighted_sum

DEPTH, SIDE = NODES[:2]


def guide_of(frames: Tensor, weights: Tensor) -> Tensor:
    """How deep each pixel reads, ``(B, H, W)`` in ``[0, 1]``: luma of ``(B, K, 3, H, W)`` blended by ``(B, K)``."""
    return gray(weighted_sum(frames, weights))[:, 0].clamp(0, 1)


def _along(pixels: int, nodes: int, device: torch.device) -> Tensor:
    """``(pixels, nodes)``: share of each node in each pixel of one axis; nodes are centres of equal cells."""
    where = ((torch.arange(pixels, device=device) + 0.5) / pixels * nodes - 0.5).clamp(0, nodes - 1)
    return _hat(where, nodes).mT


def _hat(where: Tensor, nodes: int) -> Tensor:
    """Shares of ``nodes`` neighbours at coordinates ``(..., P)`` as ``(..., nodes, P)``; linear, summing to 1."""
    node = torch.arange(nodes, device=where.device, dtype=where.dtype)[:, None]
    return (1 - (where.unsqueeze(-2) - node).abs()).clamp_min(0)


class Slices:
    """Where the pixels of a batch read a grid.

    Args:
        guide: ``(B, H, W)`` in ``[0, 1]``, see :func:`guide_of`; no gradient flows to it.
        depth, side: nodes over brightness, and over height and width.
    """

    def __init__(self, guide: Tensor, depth: int = DEPTH, side: int = SIDE) -> None:
        b, h, w = guide.shape
        self.shape = (depth, side, side)
        self._layers = _hat(guide.detach().flatten(1) * (depth - 1), depth).view(b, depth, h, w)
        self._rows, self._columns = _along(h, side, guide.device), _along(w, side, guide.device)

    def read(self, grid: Tensor) -> Tensor:
        """Values at the pixels, ``(B, K, H, W)``, of a grid ``(B, K, depth, side, side)``."""
        wide = self._rows @ grid @ self._columns.mT
        return (wide * self._layers[:, None]).sum(2)

    def gather(self, values: Tensor) -> Tensor:
        """Sums around each node, ``(B, C, depth, side, side)``, of ``(B, C, H, W)``: the adjoint of :meth:`read`."""
        return self._rows.mT @ (values[:, :, None] * self._layers[:, None]) @ self._columns
