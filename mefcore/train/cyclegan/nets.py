"""Generators and discriminators that see a few pixels around each pixel: enough for noise, too little for content."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

REACH = 0.25
"""Greatest change a generator can make to a value."""
ENLARGED = 20.0
"""How much a discriminator's view of the noise is enlarged: noise of two or three levels of 255 then counts as much as
the picture."""


def local_mean(x: Tensor) -> Tensor:
    """Mean of each 5×5 neighbourhood of ``(B, 3, H, W)``, mirrored at the border."""
    return functional.avg_pool2d(functional.pad(x, (2, 2, 2, 2), mode="reflect"), 5, stride=1)


def _bend(x: Tensor) -> Tensor:
    # Leaky: with so little to change, plain ReLUs all fall silent within a hundred steps, and the generators with them.
    return functional.leaky_relu(x, 0.2)


class _Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, padding_mode="reflect")
        self.second = nn.Conv2d(width, width, 3, padding=1, padding_mode="reflect")

    def forward(self, x: Tensor) -> Tensor:
        return x + 0.5 * self.second(_bend(self.first(_bend(x))))


class Generator(nn.Module):
    """Residual translation of pictures: ``(B, 3, H, W)`` in ``[0, 1]`` to the same.

    No normalisation layers, which would lose the brightness that noise depends on, and no striding.  A fourth channel
    of random numbers makes the noise different each time; a plain CycleGAN could only repeat a pattern.
    """

    def __init__(self, width: int = 16, blocks: int = 4) -> None:
        super().__init__()
        self.width, self.blocks = width, blocks
        self.stem = nn.Conv2d(4, width, 3, padding=1, padding_mode="reflect")
        self.body = nn.Sequential(*[_Block(width) for _ in range(blocks)])
        self.head = nn.Conv2d(width, 3, 3, padding=1, padding_mode="reflect")
        with torch.no_grad():
            self.head.weight.mul_(0.1)
            if self.head.bias is not None:
                self.head.bias.zero_()

    @property
    def radius(self) -> int:
        """How far the farthest pixel is that a pixel's value depends on."""
        return 2 + 2 * self.blocks

    def forward(self, picture: Tensor, noise: Tensor) -> Tensor:
        """Translate; ``noise`` is ``(B, 1, H, W)``, standard normal, or zeros."""
        change = self.head(_bend(self.body(self.stem(torch.cat([picture - 0.5, noise], 1)))))
        return picture + REACH * torch.tanh(change)


class Discriminator(nn.Module):
    """Real or made, for each small patch: ``(B, 3, H, W)`` to ``(B, 1, H/4, W/4)``.

    Beside the picture it is shown what the picture's 5×5 means leave over, enlarged: the noise.
    """

    def __init__(self, width: int = 24) -> None:
        super().__init__()

        def layer(inputs: int, outputs: int, side: int, stride: int) -> nn.Module:
            return spectral_norm(nn.Conv2d(inputs, outputs, side, stride, padding=1))

        self.layers = nn.Sequential(
            layer(6, width, 3, 1),
            nn.LeakyReLU(0.2),
            layer(width, 2 * width, 4, 2),
            nn.LeakyReLU(0.2),
            layer(2 * width, 2 * width, 4, 2),
            nn.LeakyReLU(0.2),
            layer(2 * width, 1, 3, 1),
        )

    def forward(self, picture: Tensor) -> Tensor:
        return self.layers(torch.cat([picture - 0.5, ENLARGED * (picture - local_mean(picture))], 1))
