"""How well each frame shows each pixel: what the network's feedback looks for and what training asks for alike.

Frames are ``(B, K, 3, H, W)``, sRGB-encoded in ``[0, 1]``.
"""

from __future__ import annotations

import torch
from torch import Tensor

from mefcore.blend import LUMA

SIGMA = 0.2
"""How far from the middle a well-exposed tone may be; as in MEF-SSIM's luminance variant."""


def gray(x: Tensor) -> Tensor:
    """Rec. 601 luma of ``(..., 3, H, W)`` as ``(..., 1, H, W)``."""
    return (x * x.new_tensor(LUMA)[:, None, None]).sum(-3, keepdim=True)


def well_exposed(mean: Tensor) -> Tensor:
    """How near local means ``(B, K, h, w)``, and the frames they are of, are to the middle; same shape, at most 1."""
    near_middle = torch.exp(-((mean - 0.5).square()) / (2 * SIGMA**2))
    frame = torch.exp(-((mean.mean((2, 3), keepdim=True) - 0.5).square()) / (2 * SIGMA**2))
    return near_middle * frame


def best_exposed(frames: Tensor) -> tuple[Tensor, Tensor]:
    """Each pixel from its best-exposed frame.

    Returns:
        the chosen frame's values ``(B, 3, H, W)``, and a mask ``(B, 1, H, W)``: whether any frame holds the pixel, with
        all channels within 0.06…0.94.  Of those that do, the one with luma nearest 0.5 is chosen.
    """
    luma = gray(frames)[:, :, 0]
    held = ((frames > 0.06) & (frames < 0.94)).all(2)
    distance = (luma - 0.5).abs() + (~held) * 10.0
    nearest, index = distance.min(1, keepdim=True)
    picked = torch.gather(frames, 1, index[:, :, None].expand(-1, -1, 3, -1, -1))[:, 0]
    return picked, (nearest < 5).float()
