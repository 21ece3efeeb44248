"""A stand-in for the perceptual loss (Johnson et al., 2016), which the paper tried and found of little effect.

That loss compares features of a VGG network trained on photographs under terms that do not suit a product, and would be
a download of half a gigabyte.  What its first layers see is edges and lines of every orientation and a few scales, so
this compares exactly those: first and second derivatives of a Gaussian, steered to the axes and the diagonals, on luma
and two colour differences, at three scales.  It has nothing to train and nothing to load.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

SCALES = 3
SIGMA = 1.0
RADIUS = 3
OPPONENT = ((0.299, 0.587, 0.114), (0.5, -0.5, 0.0), (-0.25, -0.25, 0.5))


def steered_filters() -> Tensor:
    """``(6, 1, 7, 7)``: slopes along x and y, curvatures along x, y and both diagonals, in units per pixel (squared).

    A ramp that rises by one each pixel along x answers 1 to the first; a parabola ``x²/2`` answers 1 to the third.
    """
    x = torch.arange(-RADIUS, RADIUS + 1, dtype=torch.float64)
    g = torch.exp(-(x**2) / (2 * SIGMA**2))
    g = g / g.sum()
    slope = x * g
    slope = slope / (slope * x).sum()
    curve = (x**2 - (x**2 * g).sum()) * g
    curve = curve / (curve * x**2 / 2).sum()
    xx, yy, xy = torch.outer(g, curve), torch.outer(curve, g), torch.outer(slope, slope)
    filters = [torch.outer(g, slope), torch.outer(slope, g), xx, yy, (xx + yy) / 2 + xy, (xx + yy) / 2 - xy]
    return torch.stack(filters)[:, None].float()


class EdgeFeatures(nn.Module):
    """Mean L1 distance between two pictures' edges and lines, over filters and scales."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("filters", steered_filters(), persistent=False)
        self.register_buffer("opponent", torch.tensor(OPPONENT)[:, :, None, None], persistent=False)
        self.filters: Tensor
        self.opponent: Tensor

    def forward(self, result: Tensor, truth: Tensor) -> Tensor:
        """``(B,)`` from pictures ``(B, 3, H, W)``, sRGB-encoded, at least 28 pixels a side."""
        # Every filter is linear, so the difference of the pictures can be filtered in place of both.
        difference = functional.conv2d(result - truth, self.opponent)
        total = difference.new_zeros(len(difference))
        for _ in range(SCALES):
            planes = difference.flatten(0, 1)[:, None]
            answers = functional.conv2d(planes, self.filters).unflatten(0, difference.shape[:2])
            total = total + answers.abs().mean((1, 2, 3, 4))
            difference = functional.avg_pool2d(difference, 2)
        return total / SCALES
