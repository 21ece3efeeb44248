"""L_lr: what lies far apart in the picture should be as alike in the LUT as it is in the truth (paper, section III).

Both are cut into 16 tokens, and ``M[j, k]`` is the correlation of tokens ``j`` and ``k``; the loss is the L1 distance
of the two 16×16 matrices.  A token of the truth is a 16×16 patch seen by a convolution of that size.  A token of the
LUT is what a small network of five 3×3×3 convolutions makes of the LUT, read at the colours the same patch has in the
blend, so token ``j`` of one and of the other speak of the same place.  (The paper does not say how 16 tokens are taken
from the LUT; reading it where the picture's colours are is our choice.)

Why it cannot be won by collapsing:

- The truth's side is data.  The stem is fixed (the lowest 4×4 cosine patterns of a patch for each channel, orthonormal:
  dot products of tokens are those of smoothed patches) and its matrix carries no gradient, so the two sides cannot meet
  by both becoming trivial.
- Tokens are centred over the 16 and scaled to length one, faint ones to less.  If all are equal they are zero after
  centring, their matrix is zero, and the loss is the mean size of the truth's matrix.
- The network has no biases and repeats its borders instead of padding with zeros, so a constant LUT gives equal tokens
  whatever its weights are: it cannot make up from position what the LUT does not hold.
- It starts as a network that passes the LUT's values on, for which the true LUT is nearly the best answer, and trains
  along with the student to do better.

The blend's colours are detached, as they only say where to read; gradients reach the LUT and the network.  Exactly at a
collapse the gradient vanishes, as that of any correlation does; the smallest difference between tokens brings it back.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from mefcore.nets.implicit import at_colours

SIDE, PATCH = 4, 16
"""Patches along each side of the picture, and pixels along each side of a patch."""
PATTERNS = 4
"""Cosine patterns of a patch, and colours read from it, along each side."""
READ_SIZE = 9
"""Lattices of any size are brought to this one before the convolutions."""
FAINT = 0.01
"""Squared length at which a token counts half: about a hundredth of the range all over its patch."""


def cosine_stem() -> Tensor:
    """Kernels ``(48, 3, 16, 16)``: for each channel the 4×4 lowest patterns of an orthonormal 16×16 cosine basis.

    They are divided by 4, so a token is as long as the list of its 4×4 block means would be.
    """
    x = (torch.arange(PATCH) + 0.5) * (math.pi / PATCH)
    waves = torch.stack([torch.cos(k * x) for k in range(PATTERNS)])
    waves = waves / waves.norm(dim=1, keepdim=True)
    patterns = torch.einsum("iy,jx->ijyx", waves, waves).flatten(0, 1)
    kernels = torch.zeros(3, len(patterns), 3, PATCH, PATCH)
    for channel in range(3):
        kernels[channel, :, channel] = patterns
    return kernels.flatten(0, 1) / (PATCH / PATTERNS)


def correlations(tokens: Tensor) -> Tensor:
    """Dot products ``(B, T, T)`` of tokens ``(B, T, C)`` centred over T, scaled to length one, faint ones to less."""
    centred = tokens - tokens.mean(1, keepdim=True)
    unit = centred * (centred.square().sum(2, keepdim=True) + FAINT).rsqrt()
    return unit @ unit.mT


class LongRange(nn.Module):
    """L_lr with the network that tokenises the LUT."""

    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.register_buffer("stem", cosine_stem(), persistent=False)
        self.stem: Tensor
        layers: list[nn.Module] = []
        for i in range(5):
            conv = nn.Conv3d(width if i else 3, width, 3, padding=1, bias=False, padding_mode="replicate")
            with torch.no_grad():
                conv.weight.mul_(0.1).add_(nn.init.dirac_(torch.empty_like(conv.weight)))
            layers += [conv, nn.ReLU()]
        self.network = nn.Sequential(*layers[:-1])

    @torch.no_grad()
    def of_image(self, image: Tensor) -> Tensor:
        """``(B, 16, 16)``, without gradient, of pictures ``(B, 3, H, W)``."""
        small = functional.adaptive_avg_pool2d(image, SIDE * PATCH)
        return correlations(functional.conv2d(small, self.stem, stride=PATCH).flatten(2).mT)

    def of_lut(self, table: Tensor, blend: Tensor) -> Tensor:
        """``(B, 16, 16)`` of lattices ``(B, n, n, n, 3)``, read at the patch colours of ``blend (B, 3, H, W)``."""
        small = functional.adaptive_avg_pool2d(blend.detach(), SIDE * PATTERNS).clamp(0, 1)
        volume = table.permute(0, 4, 1, 2, 3)
        volume = functional.interpolate(volume, size=(READ_SIZE,) * 3, mode="trilinear", align_corners=True)
        read = at_colours(self.network(volume), small.flatten(2).mT)
        patches = read.unflatten(1, (SIDE, PATTERNS, SIDE, PATTERNS)).transpose(2, 3)
        return correlations(patches.reshape(len(table), SIDE * SIDE, -1))

    def forward(self, table: Tensor, blend: Tensor, truth: Tensor) -> Tensor:
        """Mean L1 distance between the matrices of the LUT and of the truth, in ``[0, 2]``.

        Args:
            table: ``(B, n, n, n, 3)``.
            blend, truth: ``(B, 3, H, W)``, sRGB-encoded.
        """
        return (self.of_lut(table, blend) - self.of_image(truth)).abs().mean()
