"""What happens to the frames' edges, to be trained on: how well they are kept (Q_AB/F), and how many are turned around.

Differentiable counterparts of the measures of :mod:`mefcore.evaluate.edges`.  Images are ``(B, 3, H, W)`` and frames
``(B, K, 3, H, W)``, sRGB-encoded in ``[0, 1]``.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from mefcore.nets.exposure import gray

STRENGTH = (0.9994, -15.0, 0.5)
"""Γ, κ and σ of the edge-strength sigmoid (Xydeas and Petrović, 2000)."""
ORIENTATION = (0.9879, -22.0, 0.8)
"""Γ, κ and σ of the orientation sigmoid."""
EDGE = 8 / 255
"""Change per pixel from which a frame's edge counts as one that must not be turned around."""
LEAST = 1e-3
"""Of a gradient, per pixel: an eighth of an 8-bit step, below which there is no direction to speak of."""


class Edges(NamedTuple):
    """What frames show of edges; needs no gradient.

    Attributes:
        x, y, strength: change per pixel of gray frames along both axes, and its size, ``(B, K, H, W)``.
        along_x, along_y: of the frame of largest change, over its square, ``(B, 1, H, W)``; zero where that is no
            strong edge.  The frame is found after a slight blur, as the direction is compared after one.
        strong: how many strong edges there are.
    """

    x: Tensor
    y: Tensor
    strength: Tensor
    along_x: Tensor
    along_y: Tensor
    strong: Tensor


def _gradient(planes: Tensor) -> tuple[Tensor, Tensor]:
    """Sobel, in units per pixel, of ``(B, K, H, W)``, mirrored about the outermost pixels."""
    p = functional.pad(planes, (1, 1, 1, 1), mode="reflect")
    down = p[..., :-2, :] + 2 * p[..., 1:-1, :] + p[..., 2:, :]
    across = p[..., :-2] + 2 * p[..., 1:-1] + p[..., 2:]
    return (down[..., 2:] - down[..., :-2]) / 8, (across[..., 2:, :] - across[..., :-2, :]) / 8


def _blurred(planes: Tensor) -> Tensor:
    """A 3×3 binomial; the measure's Gaussian of sigma 1 is a little wider."""
    p = functional.pad(planes, (1, 1, 1, 1), mode="reflect")
    p = p[..., :-2, :] + 2 * p[..., 1:-1, :] + p[..., 2:, :]
    return (p[..., :-2] + 2 * p[..., 1:-1] + p[..., 2:]) / 16


@torch.no_grad()
def edges_of(frames: Tensor) -> Edges:
    """The edges that pictures of a stack are compared with."""
    luma = gray(frames)[:, :, 0]
    smooth_x, smooth_y = _gradient(_blurred(luma))
    size, best = (smooth_x.square() + smooth_y.square()).max(1, keepdim=True)
    share = (size > EDGE**2) / size.clamp_min(LEAST**2)
    x, y = _gradient(luma)
    along_x, along_y = torch.gather(smooth_x, 1, best) * share, torch.gather(smooth_y, 1, best) * share
    strong = (size > EDGE**2).sum().clamp_min(1)
    return Edges(x, y, (x.square() + y.square()).sqrt(), along_x, along_y, strong)


def _sigmoid(x: Tensor, constants: tuple[float, float, float]) -> Tensor:
    top, slope, middle = constants
    return top * torch.sigmoid(-slope * (x - middle))


def kept(result: Tensor, edges: Edges) -> Tensor:
    """Q_AB/F (Xydeas and Petrović, 2000), for any number of frames; in ``[0, 1]``, higher is better.

    The angle between two gradients is that between their lines; the published form is the same but where one of them
    is nearly vertical.
    """
    x, y = _gradient(gray(result))
    own = edges.strength
    strength = (x.square() + y.square() + LEAST**2).sqrt()
    ratio = torch.minimum(own, strength) / torch.maximum(own, strength)
    cross, dot = (edges.x * y - edges.y * x).abs(), (edges.x * x + edges.y * y).abs()
    alignment = 1 - torch.atan2(cross, dot + LEAST**2) * (2 / math.pi)
    quality = _sigmoid(ratio, STRENGTH) * _sigmoid(alignment, ORIENTATION)
    return (quality * own).sum() / own.sum().clamp_min(1e-6)


def turned(result: Tensor, edges: Edges) -> Tensor:
    """How far strong edges run against the frame that shows them best, 0…1: their mean negative slope over the frame's.

    An edge that is turned around in full counts 1, one that is kept or flat 0; so this is at most the share of turned
    edges, and has a slope where that has a step.
    """
    x, y = _gradient(_blurred(gray(result)))
    against = functional.relu(-(x * edges.along_x + y * edges.along_y)).clamp_max(1)
    return against.sum() / edges.strong
