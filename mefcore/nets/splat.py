"""From picture space to colour space: what the thumbnails show, gathered at the colours that the LUT will be asked for.

A pixel's features are added to the cells of the colour cube around the pixel's *blended* colour, the inverse of a
trilinear lookup; so the latent code at a colour knows what the pixels of that colour look like in each frame, and the
network need not compress the whole picture into one vector first.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

SCARCE = 4.0
"""Pixels in a cell at which half of its features are believed."""


def splat(features: Tensor, colours: Tensor, side: int) -> tuple[Tensor, Tensor]:
    """Mean features of the pixels around each node of the colour cube.

    Args:
        features: ``(B, C, H, W)``.
        colours: ``(B, 3, H, W)`` in ``[0, 1]``; no gradient flows to them.
        side: nodes per axis.

    Returns:
        ``(B, C, side, side, side)``, last axes blue, green, red, fading to zero where pixels are scarce; and how many
        pixels there are, ``(B, 1, side, side, side)``, as ``n / (n + SCARCE)``.
    """
    b, c = features.shape[:2]
    where = colours.detach().flatten(2).clamp(0, 1) * (side - 1)
    low = where.floor().clamp(max=side - 2)
    fraction, low = where - low, low.long()
    values = torch.cat([features.flatten(2), torch.ones_like(where[:, :1])], 1)
    sums = values.new_zeros(b, c + 1, side**3)
    for corner in range(8):
        up = [(corner >> axis) & 1 for axis in range(3)]
        share = torch.ones_like(where[:, 0])
        for axis, one in enumerate(up):
            share = share * (fraction[:, axis] if one else 1 - fraction[:, axis])
        r, g, blue = (low[:, axis] + one for axis, one in enumerate(up))
        index = (blue * side + g) * side + r
        sums = sums.scatter_add(2, index[:, None].expand_as(values), values * share[:, None])
    count = sums[:, -1:]
    mean = sums[:, :-1] / (count + SCARCE)
    return mean.view(b, c, side, side, side), (count / (count + SCARCE)).view(b, 1, side, side, side)


class ColourSplat(nn.Module):
    """Features of the set at each pixel to a change of the latent code.

    A 1×1 convolution, the splat, and two 3×3×3 convolutions that carry what is known into empty cells.

    Args:
        channels: features per pixel.
        latent: channels of the latent code.
        side: its nodes per axis.
    """

    def __init__(self, channels: int, latent: int, side: int) -> None:
        super().__init__()
        self.side = side
        self.squeeze = nn.Conv2d(channels, latent, 1)
        self.spread = nn.Sequential(
            nn.Conv3d(latent + 1, 2 * latent, 3, padding=1), nn.ELU(), nn.Conv3d(2 * latent, latent, 3, padding=1)
        )

    def forward(self, features: Tensor, blend: Tensor) -> Tensor:
        """``(B, latent, side, side, side)`` of features ``(B, channels, H, W)`` at colours ``(B, 3, H, W)``."""
        return self.spread(torch.cat(splat(self.squeeze(features), blend, self.side), 1))
