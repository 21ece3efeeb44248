"""F_INN, the implicit function behind the continuous LUT (paper, eq. 1 and fig. 3)."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, cat, nn
from torch.nn import functional

from mefcore.nets.encoder import LATENT_CHANNELS

LAYERS = 7
"""Fully connected layers of the student's function; the teacher's have five."""


class Implicit(nn.Module):
    """Fully connected layers with ELU: the latent code at a colour, and the colour, to the change of that colour.

    The answer is a residual and the last layer starts at zero, so an untrained network is the identity LUT.

    Args:
        width: of the hidden layers.
        layers: how many fully connected layers, the last one included.
    """

    def __init__(self, width: int = 32, layers: int = LAYERS) -> None:
        super().__init__()
        sizes = [LATENT_CHANNELS + 3] + [width] * (layers - 1) + [3]
        modules: list[nn.Module] = []
        for i, (a, b) in enumerate(pairwise(sizes)):
            modules.append(nn.Linear(a, b))
            if i < layers - 1:
                modules.append(nn.ELU())
        silence(modules[-1])
        self.mlp = nn.Sequential(*modules)

    def forward(self, latent: Tensor, colours: Tensor) -> Tensor:
        """LUT values at ``colours``; not clamped.

        Args:
            latent: ``(B, 12, 8, 8, 8)``, last axes blue, green, red.
            colours: ``(B, P, 3)`` RGB, sRGB-encoded, in ``[0, 1]``.

        Returns:
            ``(B, P, 3)``.
        """
        return colours + self.change(latent, colours)

    def change(self, latent: Tensor, colours: Tensor) -> Tensor:
        """What is added to ``colours``; arguments and shape as in :meth:`forward`."""
        features = at_colours(latent, colours)
        return self.mlp(cat([features, colours * 2 - 1], -1))


def silence(*layers: nn.Module) -> None:
    """Let layers start at zero, so that what they add is nothing at first."""
    for layer in layers:
        for parameter in layer.parameters():
            nn.init.zeros_(parameter)


def at_colours(volume: Tensor, colours: Tensor) -> Tensor:
    """Trilinear samples of a volume over the colour cube, whose corners are the centres of its outermost cells.

    Args:
        volume: ``(B, C, n, n, n)``, last axes blue, green, red.
        colours: ``(B, P, 3)`` RGB in ``[0, 1]``.

    Returns:
        ``(B, P, C)``.
    """
    # grid_sample's last coordinate axis is (x, y, z) = (red, green, blue) for a volume stored [blue, green, red].
    where = (colours * 2 - 1)[:, None, None]
    sampled = functional.grid_sample(volume, where, mode="bilinear", padding_mode="border", align_corners=True)
    return sampled[:, :, 0, 0].transpose(1, 2)
