"""Blend and lookup that gradients can flow through (paper, eq. 3 and 5, with its grid_sample)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from mefcore.lut.grid import lattice


class Fused(NamedTuple):
    """What a network made of a batch.

    Attributes:
        blend, result: ``(B, 3, H, W)``, sRGB-encoded; not clamped.
        table: ``(B, n, n, n, 3)``, axes blue, green, red; not clamped.
        code: the network's code for each place: the student's latent code, the teacher's basis weights.
    """

    blend: Tensor
    result: Tensor
    table: Tensor
    code: Tensor


def blend(frames: Tensor, weights: Tensor) -> Tensor:
    """``(B, 3, H, W)`` from frames ``(B, K, 3, H, W)`` and weights ``(B, K)``."""
    return torch.einsum("bkchw,bk->bchw", frames, weights)


def sample(function: Callable[[Tensor, Tensor], Tensor], latent: Tensor, n: int) -> Tensor:
    """Lattice ``(B, n, n, n, 3)``, axes blue, green, red; not clamped.

    Args:
        function: code and colours ``(B, P, 3)`` to colours, such as :class:`mefcore.nets.implicit.Implicit`.
        latent: ``(B, …)`` code.
        n: points per axis.
    """
    nodes = torch.tensor(lattice(n), device=latent.device).view(1, -1, 3).expand(latent.shape[0], -1, -1)
    return function(latent, nodes).view(-1, n, n, n, 3)


def look_up(image: Tensor, table: Tensor) -> Tensor:
    """Trilinear lookup of ``(B, 3, H, W)`` in lattices ``(B, n, n, n, 3)``."""
    where = (image.permute(0, 2, 3, 1) * 2 - 1)[:, None]
    volume = table.permute(0, 4, 1, 2, 3)
    return functional.grid_sample(volume, where, mode="bilinear", padding_mode="border", align_corners=True)[:, :, 0]
