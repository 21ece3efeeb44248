"""What training minimises.  Each loss is a small function of tensors; images are ``(B, 3, H, W)``, sRGB-encoded.

The structural loss sees only gray, and would happily buy contrast with colour casts: :func:`colour_error` holds the
colours to those of the best-exposed frame, in linear light.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from mefcore.blend import LUMA
from mefcore.color import RGB_TO_XYZ_RELATIVE
from mefcore.nets.exposure import best_exposed


def to_linear(x: Tensor) -> Tensor:
    """sRGB decoding; finite gradient everywhere, values below zero follow the linear segment."""
    return torch.where(x <= 0.04045, x / 12.92, ((x.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4)


def colour_target(frames: Tensor) -> tuple[Tensor, Tensor]:
    """What colour each pixel should have, as linear values; mask and shapes as in :func:`best_exposed`."""
    picked, mask = best_exposed(frames)
    return to_linear(picked), mask


def colour_error(result: Tensor, target: Tensor, mask: Tensor, radius: int = 2) -> Tensor:
    """Mean L1 distance of rg chromaticity between local means in linear light, over the masked pixels.

    Args:
        result: ``(B, 3, H, W)``, sRGB-encoded.
        target, mask: from :func:`colour_target`.
        radius: of the box the means are taken over.
    """

    def chromaticity(linear: Tensor) -> Tensor:
        mean = functional.avg_pool2d(linear, 2 * radius + 1, stride=2)
        return mean / mean.sum(1, keepdim=True).clamp_min(1e-3)

    weight = functional.avg_pool2d(mask, 2 * radius + 1, stride=2)
    difference = (chromaticity(to_linear(result)) - chromaticity(target)).abs()[:, :2].sum(1, keepdim=True)
    return (difference * weight).sum() / weight.sum().clamp_min(1.0)


def lattice_roughness(table: Tensor) -> Tensor:
    """How much a lattice bends: mean squared change of slope from cell to cell, times ``N - 1``.

    A map of a given curvature measures in proportion to ``1 / (N - 1)``: coarse lattices, where bends show most, count
    most.

    Args:
        table: ``(B, N, N, N, 3)``.
    """
    n = table.shape[1]
    total = table.new_zeros(())
    for axis in (1, 2, 3):
        slope = torch.diff(table, dim=axis) * (n - 1)
        total = total + torch.diff(slope, dim=axis).square().mean() * (n - 1)
    return total / 3


def lattice_reversal(table: Tensor, least_slope: float = 0.05) -> Tensor:
    """Penalty on a channel that does not rise with its own input by at least ``least_slope``, and on falling luma.

    A LUT that folds makes an edge change its sign in the picture.

    Args:
        table: ``(B, N, N, N, 3)``, axes blue, green, red.
    """
    n = table.shape[1]
    own = table.new_zeros(())
    for axis, channel in ((3, 0), (2, 1), (1, 2)):
        slope = torch.diff(table[..., channel], dim=axis) * (n - 1)
        own = own + functional.relu(least_slope - slope).mean()
    luma = (table * table.new_tensor(LUMA)).sum(-1)
    diagonal = torch.diff(luma.diagonal(dim1=1, dim2=2).diagonal(dim1=1, dim2=2), dim=1) * (n - 1)
    return own / 3 + functional.relu(least_slope - diagonal).mean()


def weight_roughness(grid: Tensor) -> Tensor:
    """Mean squared step between neighbouring nodes of the logits ``(B, K, D, Y, X)`` of local weights.

    What all frames have in common is no weight and does not count.
    """
    relative = grid - grid.mean(1, keepdim=True)
    return torch.stack([torch.diff(relative, dim=d).square().mean() for d in (2, 3, 4)]).sum()


def out_of_range(x: Tensor) -> Tensor:
    """Mean distance of values from ``[0, 1]``: clipping must not come free."""
    return (functional.relu(-x) + functional.relu(x - 1)).mean()


def lost_tones(result: Tensor, frames: Tensor) -> Tensor:
    """Highlights and shadows that some frame holds and the result drives into white or black.

    A pixel may be as near to white as the darkest frame is, and as near to black as the brightest frame is, each within
    a tenth of the range or so.

    Args:
        result: ``(B, 3, H, W)``.
        frames: ``(B, K, 3, H, W)``.
    """
    ceiling = 0.88 + 0.12 * frames.amin(1)
    floor = 0.10 * frames.amax(1)
    return (functional.relu(result - ceiling) + functional.relu(floor - result)).mean()


def neutral_tint(table: Tensor) -> Tensor:
    """Mean distance of the lattice's neutral axis from neutral.

    Args:
        table: ``(B, N, N, N, 3)``.
    """
    axis = torch.diagonal(table.diagonal(dim1=1, dim2=2), dim1=1, dim2=3)
    return (axis - axis.mean(1, keepdim=True)).abs().mean()


def delta_e(result: Tensor, wanted: Tensor) -> Tensor:
    """Mean CIE 1976 colour difference of two pictures, over 100 (the distance from black to white is 1)."""
    return (_lab(result) - _lab(wanted)).square().sum(1).add(1e-6).sqrt().mean() / 100


def _lab(picture: Tensor) -> Tensor:
    """CIELAB under D65 of ``(B, 3, H, W)``, sRGB-encoded."""
    matrix = torch.from_numpy(RGB_TO_XYZ_RELATIVE).to(picture)
    xyz = torch.einsum("ji,bjhw->bihw", matrix, to_linear(picture.clamp(0, 1)))
    f = torch.where(xyz > 216 / 24389, xyz.clamp_min(1e-4) ** (1 / 3), xyz * (841 / 108) + 4 / 29)
    return torch.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def to_label(result: Tensor, label: Tensor, trust: Tensor) -> Tensor:
    """L1 to the label, as far as it is trusted, over all places of the batch.

    Args:
        result, label: ``(B, 3, H, W)``.
        trust: ``(B,)`` in ``[0, 1]``: 0 where there is no label.
    """
    distance = (result - label).abs().mean((1, 2, 3))
    return (distance * trust).sum() / len(distance)
