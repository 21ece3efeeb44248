"""F_INN, the implicit function behind the continuous LUT (paper, eq. 1 and fig. 3)."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, cat, nn
from torch.nn import functional

from mefcore.nets.encoder import LATENT_CHANNELS

LAYERS = 7


class Implicit(nn.Module):
    """Seven fully connected layers with ELU: the latent code at a colour, and the colour, to the change of that colour.

    The answer is a residual on identity and the last layer starts at zero, so an untrained network is the identity LUT.
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        sizes = [LATENT_CHANNELS + 3] + [width] * (LAYERS - 1) + [3]
        layers: list[nn.Module] = []
        for i, (a, b) in enumerate(pairwise(sizes)):
            layers.append(nn.Linear(a, b))
            if i < LAYERS - 1:
                layers.append(nn.ELU())
        last = layers[-1]
        for parameter in last.parameters():
            nn.init.zeros_(parameter)
        self.mlp = nn.Sequential(*layers)

    def forward(self, latent: Tensor, colours: Tensor) -> Tensor:
        """LUT values at ``colours``; not clamped.

        Args:
            latent: ``(B, 12, 8, 8, 8)``, last axes blue, green, red.
            colours: ``(B, P, 3)`` RGB, sRGB-encoded, in ``[0, 1]``.

        Returns:
            ``(B, P, 3)``.
        """
        # grid_sample's last coordinate axis is (x, y, z) = (red, green, blue) for a volume stored [blue, green, red].
        where = (colours * 2 - 1)[:, None, None]
        sampled = functional.grid_sample(latent, where, mode="bilinear", padding_mode="border", align_corners=True)
        features = sampled[:, :, 0, 0].transpose(1, 2)
        return colours + self.mlp(cat([features, colours * 2 - 1], -1))
