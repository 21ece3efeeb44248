"""What every network reads: each frame beside what the whole set shows, pooled, so that any number of frames will do.

The paper stacks three frames in the channels, which fixes K.  Here one trunk runs over every frame with the set's
extremes as context, and frames are pooled: K is free, the order does not matter, and a repeated frame counts once.
"""

from __future__ import annotations

import torch
from torch import Tensor

DUPLICATE_RMS = 0.01
"""Thumbnails closer than about this (root mean square) are one frame shot twice; a third of a stop is ~0.04."""


def multiplicity(thumbs: Tensor) -> Tensor:
    """How many frames of the set look like each frame, itself included.

    Args:
        thumbs: ``(B, K, 3, S, S)`` in ``[0, 1]``.

    Returns:
        ``(B, K)`` in ``[1, K]``: ``m_k = sum_j exp(-rms(I_k - I_j)^2 / DUPLICATE_RMS^2)``.  Dividing by it makes K
        copies of a frame weigh as one, exactly.
    """
    flat = thumbs.flatten(2)
    square = (flat[:, :, None] - flat[:, None, :]).square().mean(-1)
    return torch.exp(-square / DUPLICATE_RMS**2).sum(-1)


def set_context(thumbs: Tensor, multiplicities: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean (repeats counted once), darkest and brightest value of the set at each thumbnail pixel.

    Args:
        thumbs: ``(B, K, 3, S, S)``.
        multiplicities: ``(B, K)`` from :func:`multiplicity`.

    Returns:
        three ``(B, 3, S, S)``.
    """
    share = 1.0 / multiplicities
    share = share / share.sum(1, keepdim=True)
    mean = weighted_sum(thumbs, share)
    return mean, thumbs.amin(1), thumbs.amax(1)


def beside(thumbs: Tensor, *context: Tensor) -> Tensor:
    """Concatenate each frame with the set's context maps and centre the values.

    Args:
        thumbs: ``(B, K, 3, S, S)``.
        context: maps ``(B, 3, S, S)``.

    Returns:
        ``(B * K, 3 + 3 * len(context), S, S)`` in ``[-1, 1]``.
    """
    k = thumbs.shape[1]
    shared = torch.cat(context, 1)[:, None].expand(-1, k, -1, -1, -1)
    return torch.cat([thumbs, shared], 2).flatten(0, 1) * 2 - 1


def weighted_sum(frames: Tensor, weights: Tensor) -> Tensor:
    """``(B, C, H, W)`` of frames, or of their features, ``(B, K, C, H, W)`` and weights ``(B, K)``."""
    return (frames * weights[:, :, None, None, None]).sum(1)


def pool(features: Tensor, weights: Tensor) -> Tensor:
    """A set's features ``(B, 2 * C, H, W)`` from its frames' ``(B, K, C, H, W)``: weighted sum and maximum."""
    return torch.cat([weighted_sum(features, weights), features.amax(1)], 1)


def mean_and_max(features: Tensor) -> Tensor:
    """``(B, 2 * C)`` of maps ``(B, C, H, W)``."""
    return torch.cat([features.mean((2, 3)), features.amax((2, 3))], 1)
