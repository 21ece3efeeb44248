"""The student's encoder (paper, section III): thumbnails to the latent code of the implicit LUT."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from mefcore.nets.frames import beside, mean_and_max, pool, weighted_sum
from mefcore.nets.splat import ColourSplat

LATENT_CHANNELS = 12
LATENT_SIDE = 8


class Encoder(nn.Module):
    """Eight 3×3 convolutions (ReLU) and two fully connected layers to a ``12×8×8×8`` latent code.

    The first four convolutions run over each frame beside the blend and the set's extremes; frames are then pooled by
    their blend weights and by maximum, and the rest runs once per set.  Ours beyond the paper: what the second
    convolution sees is also gathered in colour space and added to the code (:mod:`mefcore.nets.splat`).
    """

    def __init__(self, width: int = 64, bottleneck: int = 42) -> None:
        super().__init__()

        def conv(i: int, o: int, stride: int = 1) -> list[nn.Module]:
            return [nn.Conv2d(i, o, 3, stride=stride, padding=1), nn.ReLU()]

        self.per_pixel = nn.Sequential(*conv(12, 24, 2), *conv(24, 32))
        self.per_frame = nn.Sequential(*conv(32, 48, 2), *conv(48, 48, 2))
        self.per_set = nn.Sequential(*conv(96, width), *conv(width, width, 2), *conv(width, width), *conv(width, width))
        self.code = nn.Sequential(
            nn.Linear(2 * width, bottleneck), nn.ELU(), nn.Linear(bottleneck, LATENT_CHANNELS * LATENT_SIDE**3)
        )
        self.splat = ColourSplat(64, LATENT_CHANNELS, LATENT_SIDE)

    def forward(self, thumbs: Tensor, weights: Tensor) -> Tensor:
        """Latent code ``(B, 12, 8, 8, 8)``, its last axes being blue, green, red.

        Args:
            thumbs: ``(B, K, 3, S, S)`` in ``[0, 1]``, S even.
            weights: ``(B, K)`` blend weights on the simplex.
        """
        b, k = thumbs.shape[:2]

        def pooled(x: Tensor) -> Tensor:
            return pool(x.unflatten(0, (b, k)), weights)

        blend = weighted_sum(thumbs, weights)
        pixels = self.per_pixel(beside(thumbs, blend, thumbs.amin(1), thumbs.amax(1)))
        x = self.per_set(pooled(self.per_frame(pixels)))
        code = self.code(mean_and_max(x))
        code = code.view(b, LATENT_CHANNELS, LATENT_SIDE, LATENT_SIDE, LATENT_SIDE)
        return code + self.splat(pooled(pixels), functional.avg_pool2d(blend, 2))
