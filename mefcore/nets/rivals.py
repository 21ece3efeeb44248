"""What the paper compares 3D LUTs with (section V): a bilateral grid and a Laplacian pyramid, for brackets of any K.

Both start from the same weighted blend as the student, so that they differ only in what they do to it, and both see the
frames beside the set as :mod:`mefcore.nets.frames` explains.  Only training and evaluation use them.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from mefcore.errors import ModelError
from mefcore.nets.frames import beside, multiplicity, pool
from mefcore.nets.implicit import silence
from mefcore.nets.iw import ImageWeights
from mefcore.nets.weights import read_weights


class Rival(nn.Module):
    """A network that makes the picture itself.

    Attributes:
        kind: as in weights files and training configs.
    """

    kind: str

    def __init__(self, model_id: str = "untrained") -> None:
        super().__init__()
        self.model_id = model_id
        self.weights = ImageWeights()

    def blend(self, frames: Tensor, thumbs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Blend weights ``(B, K)``, and the frames ``(B, 3, H, W)`` and thumbnails ``(B, 3, S, S)`` blended by them."""
        w = self.weights(thumbs, multiplicity(thumbs))
        return w, torch.einsum("bkchw,bk->bchw", frames, w), torch.einsum("bkchw,bk->bchw", thumbs, w)

    def forward(self, frames: Tensor, thumbs: Tensor) -> Tensor:
        """The picture ``(B, 3, H, W)``, sRGB-encoded, not clamped.

        Args:
            frames: ``(B, K, 3, H, W)``, sRGB-encoded, in ``[0, 1]``.
            thumbs: ``(B, K, 3, 128, 128)``, the same frames area-averaged.
        """
        raise NotImplementedError

    def grid(self, frames: Tensor, thumbs: Tensor) -> Tensor:
        """The numbers that steer the picture (paper, fig. 10): the bilateral grid, or the mask; ``B`` first."""
        raise NotImplementedError


def _conv(i: int, o: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(i, o, 3, stride=stride, padding=1), nn.ReLU())


class SetFeatures(nn.Module):
    """Features of a whole bracket at an eighth of the thumbnails' size: each frame beside the set, then pooled."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.per_frame = nn.Sequential(_conv(12, 16, 2), _conv(16, 32, 2), _conv(32, width, 2))

    def forward(self, thumbs: Tensor, weights: Tensor, blend: Tensor) -> Tensor:
        """``(B, 2 * width, S / 8, S / 8)`` of thumbnails ``(B, K, 3, S, S)``, their weights and their blend."""
        x = self.per_frame(beside(thumbs, blend, thumbs.amin(1), thumbs.amax(1))).unflatten(0, thumbs.shape[:2])
        return pool(x, weights)


class BilateralGrid(Rival):
    """HDRNet's scheme (Gharbi et al., 2017): a 16×16×8 grid of 3×4 colour matrices, sliced by a learned guide.

    The grid has the paper's size, ``12 × 16 × 16 × 8``.
    """

    kind = "hdrnet"
    SIDE, DEPTH, CURVES = 16, 8, 8

    def __init__(self, model_id: str = "untrained", width: int = 48) -> None:
        super().__init__(model_id)
        self.features = SetFeatures(width)
        self.local = nn.Sequential(_conv(2 * width, width), _conv(width, width))
        self.overall = nn.Sequential(_conv(2 * width, width, 2), _conv(width, width, 2))
        self.overall_head = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width))
        self.coefficients = nn.Conv2d(width, 12 * self.DEPTH, 1)
        silence(self.coefficients)
        self.guide_mix = nn.Conv2d(3, 3, 1)
        self.guide_sum = nn.Conv2d(3 * self.CURVES, 1, 1)
        silence(self.guide_mix)
        silence(self.guide_sum)
        with torch.no_grad():  # HDRNet's start: curves that add up to the identity, of gray
            self.guide_mix.weight.copy_(torch.eye(3)[..., None, None])
            self.guide_sum.weight[0, :: self.CURVES] = 1 / 3

    def guide(self, blend: Tensor) -> Tensor:
        """``(B, H, W)`` in ``[0, 1]``: where in the grid's depth each pixel reads; piecewise linear in its colour."""
        x = self.guide_mix(blend)
        steps = torch.linspace(0, 1, self.CURVES + 1, device=x.device)[:-1]
        bends = functional.relu(x[:, :, None] - steps.view(1, 1, -1, 1, 1))
        return self.guide_sum(bends.flatten(1, 2))[:, 0].clamp(0, 1)

    def _grid(self, thumbs: Tensor, weights: Tensor, blend: Tensor) -> Tensor:
        x = self.features(thumbs, weights, blend)
        overall = self.overall_head(self.overall(x).mean((2, 3)))
        x = functional.relu(self.local(x) + overall[..., None, None])
        change = self.coefficients(x).unflatten(1, (12, self.DEPTH))
        identity = torch.eye(3, 4, device=x.device).view(1, 12, 1, 1, 1)
        return change + identity

    def forward(self, frames: Tensor, thumbs: Tensor) -> Tensor:
        weights, image, small = self.blend(frames, thumbs)
        grid = self._grid(thumbs, weights, small)
        h, w = image.shape[2:]
        y = (torch.arange(h, device=image.device) + 0.5) / h * 2 - 1
        x = (torch.arange(w, device=image.device) + 0.5) / w * 2 - 1
        depth = self.guide(image) * 2 - 1
        where = torch.stack([x.expand_as(depth), y[:, None].expand_as(depth), depth], -1)[:, None]
        matrix = functional.grid_sample(grid, where, padding_mode="border", align_corners=False)[:, :, 0]
        matrix = matrix.unflatten(1, (3, 4))
        return (matrix[:, :, :3] * image[:, None]).sum(2) + matrix[:, :, 3]

    def grid(self, frames: Tensor, thumbs: Tensor) -> Tensor:
        weights, _, small = self.blend(thumbs, thumbs)
        return self._grid(thumbs, weights, small)


class LaplacianPyramid(Rival):
    """A Laplacian pyramid of the blend (after Liang et al., 2021): its base is repainted, its bands are masked.

    Three bands.  A mask for the coarsest comes from the bands and both bases; finer ones refine the mask enlarged.
    """

    kind = "laplacian"
    BANDS = 3

    def __init__(self, model_id: str = "untrained", width: int = 48) -> None:
        super().__init__(model_id)
        self.features = SetFeatures(width)
        self.base_in = _conv(9, width)
        self.base = nn.Sequential(_conv(3 * width, width), _conv(width, width), _conv(width, width))
        self.base_out = nn.Conv2d(width, 3, 3, padding=1)
        self.mask = nn.Sequential(_conv(9, 24), _conv(24, 24), nn.Conv2d(24, 3, 3, padding=1))
        self.refine = nn.ModuleList(
            nn.Sequential(_conv(6, 8), nn.Conv2d(8, 3, 3, padding=1)) for _ in range(self.BANDS - 1)
        )
        for layer in (self.base_out, self.mask[-1], *(stage[-1] for stage in self._stages())):
            silence(layer)  # untrained, the picture is the blend

    def _stages(self) -> list[nn.Sequential]:
        return [stage for stage in self.refine if isinstance(stage, nn.Sequential)]

    def forward(self, frames: Tensor, thumbs: Tensor) -> Tensor:
        return self._run(frames, thumbs)[0]

    def grid(self, frames: Tensor, thumbs: Tensor) -> Tensor:
        """The mask of the coarsest band ``(B, 3, H / 4, W / 4)``; the bands are multiplied by it."""
        return self._run(frames, thumbs)[1]

    def _run(self, frames: Tensor, thumbs: Tensor) -> tuple[Tensor, Tensor]:
        weights, image, small = self.blend(frames, thumbs)
        bands = []
        for _ in range(self.BANDS):
            coarser = _halved(image)
            bands.append(image - _sized(coarser, image))
            image = coarser
        low = self._repaint(image, frames, thumbs, weights, small)
        coarsest = bands[-1]
        mask = 1 + self.mask(torch.cat([coarsest, _sized(image, coarsest), _sized(low, coarsest)], 1))
        first = mask
        picture = _sized(low, coarsest) + coarsest * mask
        for band, refine in zip(bands[-2::-1], self.refine, strict=True):
            mask = _sized(mask, band)
            mask = mask + refine(torch.cat([mask - 1, band], 1))
            picture = _sized(picture, band) + band * mask
        return picture, first

    def _repaint(self, image: Tensor, frames: Tensor, thumbs: Tensor, weights: Tensor, small: Tensor) -> Tensor:
        """The pyramid's base ``(B, 3, h, w)``, changed in view of the set's extremes and of the whole bracket."""
        darkest, brightest = (_sized(x, image) for x in (frames.amin(1), frames.amax(1)))
        x = self.base_in(torch.cat([image, darkest, brightest], 1) * 2 - 1)
        overall = _sized(self.features(thumbs, weights, small), image)
        return image + self.base_out(self.base(torch.cat([x, overall], 1)))


def _halved(x: Tensor) -> Tensor:
    return functional.interpolate(x, size=tuple((n + 1) // 2 for n in x.shape[2:]), mode="area")


def _sized(x: Tensor, like: Tensor) -> Tensor:
    """``x`` at the size of ``like``: averaged if that is smaller, else interpolated."""
    if x.shape[2] > like.shape[2]:
        return functional.interpolate(x, size=like.shape[2:], mode="area")
    return functional.interpolate(x, size=like.shape[2:], mode="bilinear", align_corners=False)


KINDS: dict[str, type[BilateralGrid] | type[LaplacianPyramid]] = {
    kind.kind: kind for kind in (BilateralGrid, LaplacianPyramid)
}


def load_rival(path: Path, kind: str) -> Rival:
    """Build a rival from a weights file.

    Raises:
        ModelError: missing, damaged, or of another kind.
    """
    state, info = read_weights(path, kind=kind)
    try:
        rival = KINDS[kind](info.model_id, **info.shape)
        rival.load_state_dict(state)
    except (TypeError, RuntimeError) as e:
        raise ModelError("does not fit this version's network", path=path, hint="train it again") from e
    return rival.eval().requires_grad_(False)
