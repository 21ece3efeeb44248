"""The teacher: three prior LUTs, each refined by a network of its own, fused for each bracket (paper, eq. 2 to 4).

Only training uses it: what it knows about tones reaches the student as a 64³ lattice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from mefcore.errors import ModelError
from mefcore.lut.continuous import ContinuousLut
from mefcore.lut.grid import lattice
from mefcore.nets.encoder import LATENT_CHANNELS, LATENT_SIDE
from mefcore.nets.frames import beside, mean_and_max, multiplicity, set_context
from mefcore.nets.implicit import Implicit, at_colours
from mefcore.nets.iw import ImageWeights
from mefcore.nets.weights import read_weights

BASES = 3
LAYERS = 5
"""Fully connected layers of each implicit function."""
PRIOR_SIZE = 33
READ_SIZE = 17
"""Points per axis of the grid that the 5+2 network reads."""
TONE_CURVE = 8.0
"""Slope of the shadow-lifting curve at black is ``TONE_CURVE / log(1 + TONE_CURVE)`` = 3.6."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the teacher's parts; stored with the weights.

    Attributes:
        predictor_width: channels of the U-Net's first level.
        implicit_width: of the hidden layers of each implicit function.
        bottleneck: of the two fully connected layers behind each grid's convolutions.
        random_basis: 0 for the prior LUTs; else the seed of random grids in their place (paper, fig. 11).
    """

    predictor_width: int = 16
    implicit_width: int = 32
    bottleneck: int = 44
    random_basis: int = 0


def prior_grids() -> Tensor:
    """The three basis LUTs ``(3, 33, 33, 33, 3)``: identity, one that lifts shadows, one that holds highlights.

    The paper names no basis.  These are what a retoucher reaches for first, as curves applied to each channel so that
    neutrals stay neutral: ``lift(x) = log(1 + 8x) / log(9)`` and its mirror image ``1 - lift(1 - x)``.  Their linear
    combinations brighten, darken, and bend into S-curves of either sign, so a useful tone scale is in reach of the
    weights alone.
    """
    x = torch.tensor(lattice(PRIOR_SIZE))
    scale = 1 / np.log1p(TONE_CURVE)
    return torch.stack([x, torch.log1p(TONE_CURVE * x) * scale, 1 - torch.log1p(TONE_CURVE * (1 - x)) * scale])


def random_grids(seed: int) -> Tensor:
    """Three grids ``(3, 8, 8, 8, 3)`` of uniform noise.

    They have as many points as the latent code, so the implicit functions could learn to undo them: what training makes
    of them shows what the priors are worth, and not that noise cannot be represented.
    """
    noise = np.random.default_rng(seed).random((BASES, LATENT_SIDE, LATENT_SIDE, LATENT_SIDE, 3), dtype=np.float32)
    return torch.from_numpy(noise)


class WeightsPredictor(nn.Module):
    """WP, a small U-Net and a few fully connected layers: thumbnails to one weight per basis LUT (paper, eq. 2).

    It runs over each frame beside the set, and frames are pooled, as :mod:`mefcore.nets.frames` explains.  The weights
    are free numbers, which start near 1/3.
    """

    def __init__(self, width: int = 16, outputs: int = BASES) -> None:
        super().__init__()

        def conv(i: int, o: int, stride: int = 1) -> nn.Sequential:
            return nn.Sequential(nn.Conv2d(i, o, 3, stride=stride, padding=1), nn.ReLU())

        self.down1 = conv(12, width, 2)
        self.down2 = conv(width, 2 * width, 2)
        self.down3 = conv(2 * width, 4 * width, 2)
        self.up2 = conv(6 * width, 2 * width)
        self.up1 = conv(3 * width, width)
        last = nn.Linear(32, outputs)
        nn.init.constant_(last.bias, 1 / outputs)
        self.head = nn.Sequential(nn.Linear(4 * width, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), last)

    def forward(self, thumbs: Tensor, multiplicities: Tensor) -> Tensor:
        """``(B, outputs)`` from thumbnails ``(B, K, 3, S, S)`` in ``[0, 1]`` and their multiplicities ``(B, K)``."""
        a = self.down1(beside(thumbs, *set_context(thumbs, multiplicities)))
        b = self.down2(a)
        c = self.down3(b)
        b = self.up2(torch.cat([functional.interpolate(c, size=b.shape[2:], mode="nearest"), b], 1))
        a = self.up1(torch.cat([functional.interpolate(b, size=a.shape[2:], mode="nearest"), a], 1))
        x = mean_and_max(a).unflatten(0, thumbs.shape[:2])
        share = 1 / multiplicities
        share = share / share.sum(1, keepdim=True)
        return self.head(torch.cat([(x * share[..., None]).sum(1), x.amax(1)], 1))


class BasisGrid(nn.Module):
    """One prior grid, read by a 5+2 network into a latent code, and the implicit function that refines it.

    Five 3×3×3 convolutions and two fully connected layers (ReLU); five fully connected layers (ELU).  The refined grid
    is the prior plus what the function says, so training starts from the priors themselves.

    Args:
        prior: ``(n, n, n, 3)``, axes blue, green, red.
    """

    def __init__(self, prior: Tensor, shape: Shape) -> None:
        super().__init__()
        volume = prior.permute(3, 0, 1, 2)[None].contiguous()
        read = functional.interpolate(volume, size=(READ_SIZE,) * 3, mode="trilinear", align_corners=True)
        self.register_buffer("prior", volume, persistent=False)
        self.register_buffer("read", read * 2 - 1, persistent=False)
        self.prior: Tensor
        self.read: Tensor

        def conv(i: int, o: int, stride: int = 1) -> list[nn.Module]:
            return [nn.Conv3d(i, o, 3, stride=stride, padding=1), nn.ReLU()]

        self.features = nn.Sequential(
            *conv(3, 16, 2), *conv(16, 24), *conv(24, 32, 2), *conv(32, 32), *conv(32, 32), nn.Flatten(2)
        )
        self.code = nn.Sequential(
            nn.Linear(64, shape.bottleneck), nn.ReLU(), nn.Linear(shape.bottleneck, LATENT_CHANNELS * LATENT_SIDE**3)
        )
        self.implicit = Implicit(shape.implicit_width, LAYERS)

    def latent(self) -> Tensor:
        """``(1, 12, 8, 8, 8)``."""
        x = self.features(self.read)
        code = self.code(torch.cat([x.mean(2), x.amax(2)], 1))
        return code.view(1, LATENT_CHANNELS, LATENT_SIDE, LATENT_SIDE, LATENT_SIDE)

    def forward(self, colours: Tensor) -> Tensor:
        """The refined grid's values at ``colours (1, P, 3)``, not clamped."""
        return at_colours(self.prior, colours) + self.implicit.change(self.latent(), colours)


class FusedBasis(nn.Module):
    """The linear fusion of the refined grids; in the place of the student's implicit function.

    The code of a bracket is its basis weights ``(B, 3)``.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        priors = random_grids(shape.random_basis) if shape.random_basis else prior_grids()
        self.grids = nn.ModuleList(BasisGrid(prior, shape) for prior in priors)

    def forward(self, code: Tensor, colours: Tensor) -> Tensor:
        """LUT values ``(B, P, 3)`` at ``colours (B, P, 3)``, not clamped."""
        flat = colours.reshape(1, -1, 3)
        values = torch.stack([grid(flat).view_as(colours) for grid in self.grids], 1)
        return torch.einsum("bipc,bi->bpc", values, code)

    def tables(self, n: int) -> Tensor:
        """The refined grids as lattices ``(3, n, n, n, 3)``: the same for every bracket."""
        nodes = torch.tensor(lattice(n), device=self.device).view(1, -1, 3)
        return torch.cat([grid(nodes) for grid in self.grids]).view(-1, n, n, n, 3)

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device


def fuse_tables(tables: Tensor, code: Tensor) -> Tensor:
    """Lattices ``(B, n, n, n, 3)`` from those of the basis ``(3, n, n, n, 3)`` and weights ``(B, 3)``.

    Any other shape ``(3, …)`` will do as well.
    """
    return torch.einsum("i...,bi->b...", tables, code)


class Teacher(nn.Module):
    """The paper's teacher, for any number of frames.

    Attributes:
        implicit: maps (basis weights, colours) to colours, as the student's maps (latent code, colours).
    """

    def __init__(self, shape: Shape | None = None, model_id: str = "untrained") -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.model_id = model_id
        self.weights = ImageWeights()
        self.predictor = WeightsPredictor(self.shape.predictor_width)
        self.implicit = FusedBasis(self.shape)

    def forward(self, thumbs: Tensor) -> tuple[Tensor, Tensor]:
        """Blend weights ``(B, K)`` and basis weights ``(B, 3)`` of thumbnails ``(B, K, 3, 128, 128)``."""
        m = multiplicity(thumbs)
        return self.weights(thumbs, m), self.predictor(thumbs, m)

    def sample(self, thumbs: Tensor, n: int) -> Tensor:
        """The lattice for thumbnails ``(B, K, 3, 128, 128)``: ``(B, n, n, n, 3)``, not clamped."""
        _, code = self(thumbs)
        return fuse_tables(self.implicit.tables(n), code)

    @torch.no_grad()
    def infer(self, thumbs: np.ndarray) -> tuple[np.ndarray, ContinuousLut, str]:
        """Weights, continuous LUT and model id for one bracket, as :meth:`mefcore.nets.student.Student.infer`."""
        x = torch.from_numpy(np.ascontiguousarray(thumbs)).to(self.implicit.device).permute(0, 3, 1, 2)[None]
        weights, code = self(x)
        return weights[0].cpu().numpy(), ContinuousLut(code, self.implicit), self.model_id


def load_teacher(path: Path) -> Teacher:
    """Build a teacher from a weights file.

    Raises:
        ModelError: missing, damaged, or of another kind.
    """
    state, info = read_weights(path, kind="teacher")
    try:
        teacher = Teacher(Shape(**info.shape), info.model_id)
        teacher.load_state_dict(state)
    except (TypeError, RuntimeError) as e:
        raise ModelError("does not fit this version's network", path=path, hint="train it again") from e
    return teacher.eval().requires_grad_(False)
