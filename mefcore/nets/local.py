"""Local weights: where in the picture, and at which brightness, each frame is wanted.  Ours beyond the paper.

One weight per frame cannot hold a bright window and a dark room at once.  Here the weights become a bilateral grid that
pixels read by their place and by the brightness of the global blend; what they read is still blended and looked up in
one LUT.  The head starts from the global answer and goes about it as :mod:`mefcore.nets.feedback` does: it looks at its
own picture, works out at each pixel which frame would bring it nearer to what is wanted, and gathers that in the grid.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from mefcore.nets.bilateral import Slices, guide_of
from mefcore.nets.exposure import gray, well_exposed
from mefcore.nets.feedback import FLAT, Correction, Wanted, compare, picture
from mefcore.nets.implicit import Implicit, silence

SCARCE = 2.0
"""Thumbnail pixels around a node at which half of what they say is believed."""
OWN = 8
"""What is seen of each frame besides its colours and the set's maps."""
PULLS = 2


class _Mix(NamedTuple):
    """What a grid makes of the frames: weights at its ``nodes (B, K, D, Y, X)`` and at the pixels, and the blend."""

    nodes: Tensor
    weights: Tensor
    blend: Tensor


@torch.no_grad()
def _mix(want: Wanted, slices: Slices, grid: Tensor) -> _Mix:
    nodes = torch.softmax(grid, 1)
    weights = slices.read(nodes)
    return _Mix(nodes, weights, (want.frames * weights[:, :, None]).sum(1))


class LocalWeights(Correction):
    """Rounds of changes to a grid of weights and to the code of the LUT that goes with it.

    Parameters are shared by all rounds and frames, so any number of frames will do.
    """

    def __init__(self, latent: int, latent_side: int, width: int = 24, gathered: int = 12) -> None:
        super().__init__(latent, latent_side, width)
        self.set_in = nn.Conv2d(8 + 3 + 3 + 6, width, 3, padding=1)
        self.frame_in = nn.Conv2d(3 + OWN, width, 3, padding=1)
        self.frame_mid = nn.Conv2d(width, width, 3, padding=1)
        self.squeeze = nn.Conv2d(width, gathered, 1)
        self.spread = nn.Sequential(
            nn.Conv3d(gathered + PULLS + 2, 24, 3, padding=1), nn.ELU(), nn.Conv3d(24, 24, 3, padding=1), nn.ELU()
        )
        self.last = nn.Conv3d(24, 1, 3, padding=1)
        silence(self.last)

    def forward(
        self, want: Wanted, logits: Tensor, multiplicities: Tensor, code: Tensor, implicit: Implicit, rounds: int
    ) -> tuple[Tensor, Tensor]:
        """Grid of logits ``(B, K, D, Y, X)`` and code, from the global ``logits (B, K)`` and code.

        The logits already hold what multiplicities do: their softmax over frames are the weights.
        """
        counts = multiplicities[:, :, None, None]
        logits = logits - multiplicities.log()
        guide = guide_of(want.frames, torch.softmax(logits, 1))
        slices = Slices(guide)
        grid = logits[:, :, None, None, None].expand(-1, -1, *slices.shape)
        known = slices.gather(torch.ones_like(guide)[:, None])
        mix = _mix(want, slices, grid)
        for _ in range(rounds):
            grid = grid + self._reweigh(want, slices, known, counts, mix, picture(mix.blend, code, implicit))
            mix = _mix(want, slices, grid)
            code = code + self.correct(want, mix.blend, picture(mix.blend, code, implicit))
        return grid, code

    def _reweigh(
        self, want: Wanted, slices: Slices, known: Tensor, counts: Tensor, mix: _Mix, result: Tensor
    ) -> Tensor:
        """Change of the logits; ``counts (B, K, 1, 1)`` lets a frame shot twice see what the two weigh together."""
        b, k = want.frames.shape[:2]
        with torch.no_grad():
            seen = compare(want, result)
            own, pulls = _each_frame(want, mix.weights, mix.weights * counts, mix.blend, seen.pulls)
            every = torch.cat([want.maps(), mix.blend * 2 - 1, result * 2 - 1, seen.pulls], 1)
        frames = torch.cat([want.frames * 2 - 1, own], 2).flatten(0, 1)
        x = self.frame_in(frames).unflatten(0, (b, k)) + self.set_in(every)[:, None]
        x = self.squeeze(torch.relu(self.frame_mid(torch.relu(x.flatten(0, 1)))))
        x = torch.cat([x.unflatten(0, (b, k)), pulls], 2).flatten(1, 2)
        mean = (slices.gather(x) / (known + SCARCE)).unflatten(1, (k, -1))
        believed = (known / (known + SCARCE))[:, None].expand(-1, k, -1, -1, -1, -1)
        together = mix.nodes * counts[..., None]
        mean = torch.cat([mean, believed, together[:, :, None]], 2)
        return self.last(self.spread(mean.flatten(0, 1))).unflatten(0, (b, k))[:, :, 0]


def local_blend(frames: Tensor, slices: Slices, grid: Tensor) -> Tensor:
    """``(B, 3, H, W)`` of frames ``(B, K, 3, H, W)`` and a grid of logits.

    The softmax is taken at the nodes: what is interpolated between points of a simplex stays on it.
    """
    return (frames * slices.read(torch.softmax(grid, 1))[:, :, None]).sum(1)


def _each_frame(want: Wanted, weights: Tensor, together: Tensor, blend: Tensor, pulls: Tensor) -> tuple[Tensor, Tensor]:
    """What each frame offers at each pixel, ``(B, K, 8, h, w)``, and what more of it would do, ``(B, K, 2, h, w)``.

    The latter are the slopes of the terms that :func:`~mefcore.nets.feedback.compare` looks at: structure and
    brightness that the picture lacks, times what the frame differs from the blend in.
    """
    luma_of_blend = gray(blend)
    contrast = want.contrasts
    strongest = contrast / (want.contrast + 1e-3)
    detail = want.luma - want.mean
    mean_of_blend = (weights * want.mean).sum(1, keepdim=True)
    towards, brighter = pulls[:, 1:2], pulls[:, 2:3]
    structure = towards * detail / (contrast.square() + want.contrast.square() + FLAT).sqrt()
    brightness = brighter * (want.mean - mean_of_blend) * 4
    own = torch.stack(
        [
            want.luma - luma_of_blend,
            detail * 4,
            contrast * 4,
            strongest,
            well_exposed(want.mean),
            together,
            structure,
            brightness,
        ],
        2,
    )
    return own, torch.stack([structure, brightness], 2)
