"""The student: image weights, and the latent code of a continuous LUT (paper, fig. 2 and eq. 5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from mefcore.errors import ModelError
from mefcore.lut.continuous import ContinuousLut
from mefcore.nets.encoder import LATENT_CHANNELS, LATENT_SIDE, Encoder
from mefcore.nets.feedback import Feedback, Wanted, wanted
from mefcore.nets.frames import multiplicity
from mefcore.nets.implicit import Implicit
from mefcore.nets.iw import ImageWeights, simplex
from mefcore.nets.local import LocalWeights
from mefcore.nets.weights import SHIPPED, read_weights


@dataclass(frozen=True)
class Shape:
    """Sizes of the student's parts; stored with the weights.

    Attributes:
        rounds: of feedback; 0 is the paper's student.
        local_rounds: of the local head; 0 has none.
    """

    encoder_width: int = 64
    bottleneck: int = 42
    implicit_width: int = 32
    rounds: int = 0
    local_rounds: int = 0


class Answer(NamedTuple):
    """What the student says: globally, and locally.

    Attributes:
        weights: ``(B, K)`` on the simplex.
        code: ``(B, 12, 8, 8, 8)``, of the LUT that goes with them.
        grid: logits ``(B, K, D, Y, X)`` of the local weights; a softmax over K makes them weights.
        local_code: of the LUT that goes with those.
    """

    weights: Tensor
    code: Tensor
    grid: Tensor
    local_code: Tensor


class Inferred(NamedTuple):
    """The student's answer for one bracket.

    Attributes:
        weights: ``(K,)`` float32 on the simplex, global.
        lut: that goes with them.
        grid: ``(K, D, Y, X)`` float32 local weights, on the simplex at every node.
        local_lut: the LUT that goes with those.
    """

    weights: np.ndarray
    lut: ContinuousLut
    grid: np.ndarray
    local_lut: ContinuousLut


class _Overall(NamedTuple):
    logits: Tensor
    multiplicities: Tensor
    code: Tensor
    want: Wanted


class Student(nn.Module):
    """At most 0.52 M parameters; the paper's student, for any number of frames."""

    def __init__(self, shape: Shape | None = None, model_id: str = "untrained") -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.model_id = model_id
        self.weights = ImageWeights()
        self.encoder = Encoder(self.shape.encoder_width, self.shape.bottleneck)
        self.implicit = Implicit(self.shape.implicit_width)
        self.feedback = Feedback(LATENT_CHANNELS, LATENT_SIDE) if self.shape.rounds else None
        self.local = LocalWeights(LATENT_CHANNELS, LATENT_SIDE) if self.shape.local_rounds else None

    def forward(self, thumbs: Tensor) -> tuple[Tensor, Tensor]:
        """Blend weights ``(B, K)`` and latent code ``(B, 12, 8, 8, 8)`` of thumbnails ``(B, K, 3, 128, 128)``."""
        found = self._overall(thumbs)
        return simplex(found.logits, found.multiplicities), found.code

    def everywhere(self, thumbs: Tensor) -> Answer:
        """The global answer, and the local one that goes out from it.

        Raises:
            ModelError: these weights have no local head.
        """
        if self.local is None:
            raise ModelError(f"{self.model_id} has no local weights", hint="train them with configs/local-fine.toml")
        logits, multiplicities, code, want = self._overall(thumbs)
        grid, local_code = self.local(want, logits, multiplicities, code, self.implicit, self.shape.local_rounds)
        return Answer(simplex(logits, multiplicities), code, grid, local_code)

    def _overall(self, thumbs: Tensor) -> _Overall:
        m = multiplicity(thumbs)
        logits = self.weights.logits(thumbs, m)
        code = self.encoder(thumbs, simplex(logits, m))
        want = wanted(thumbs, m)
        if self.feedback is not None:
            for _ in range(self.shape.rounds):
                logits, code = self.feedback(want, logits, m, code, self.implicit)
        return _Overall(logits, m, code, want)

    @torch.no_grad()
    def infer(self, thumbs: np.ndarray) -> tuple[np.ndarray, ContinuousLut, str]:
        """Weights, continuous LUT and model id for one bracket.

        Args:
            thumbs: ``(K, 128, 128, 3)`` float32, sRGB-encoded, in ``[0, 1]``; any order.

        Returns:
            ``(K,)`` float32 weights that sum to 1, the LUT, and which weights answered.
        """
        view = _View(thumbs)
        weights, code = self(view.tensor(self._device))
        return view.in_given_order(weights[0]), ContinuousLut(code, self.implicit), self.model_id

    @torch.no_grad()
    def infer_local(self, thumbs: np.ndarray) -> Inferred:
        """The global answer and the local one; arguments as in :meth:`infer`.

        Raises:
            ModelError: these weights have no local head.
        """
        view = _View(thumbs)
        answer = self.everywhere(view.tensor(self._device))
        grid = view.in_given_order(torch.softmax(answer.grid, 1)[0])
        return Inferred(
            view.in_given_order(answer.weights[0]),
            ContinuousLut(answer.code, self.implicit),
            view.turned_back(grid),
            ContinuousLut(answer.local_code, self.implicit),
        )

    @property
    def _device(self) -> torch.device:
        return next(self.parameters()).device


class _View:
    """A bracket as the network sees it: in one order of frames, and mirrored one way.

    The order settles the sums' rounding, and ties between frames as far from the middle on either side.  The mirroring
    puts the brighter halves to the left and to the top, so that a mirrored bracket gets the mirrored answer exactly,
    which convolutions alone would not give.
    """

    def __init__(self, thumbs: np.ndarray) -> None:
        self._order = np.argsort(thumbs.mean((1, 2, 3), dtype=np.float64), kind="stable")
        side = thumbs.shape[1]
        tilt = np.arange(side) - (side - 1) / 2
        light = thumbs.sum((0, 3), dtype=np.float64)
        self._mirrored = tuple(axis for axis in (0, 1) if float(light.sum(1 - axis) @ tilt) > 0)
        self._thumbs = np.flip(thumbs[self._order], tuple(axis + 1 for axis in self._mirrored))

    def tensor(self, device: torch.device) -> Tensor:
        """``(1, K, 3, 128, 128)``."""
        return torch.from_numpy(np.ascontiguousarray(self._thumbs)).to(device).permute(0, 3, 1, 2)[None]

    def in_given_order(self, found: Tensor) -> np.ndarray:
        """Per frame ``(K, ...)``, float32."""
        values = found.cpu().numpy()
        given = np.empty_like(values)
        given[self._order] = values
        return given

    def turned_back(self, grid: np.ndarray) -> np.ndarray:
        """``(K, D, Y, X)`` of the bracket as it was given."""
        return np.ascontiguousarray(np.flip(grid, tuple(axis + 2 for axis in self._mirrored)))


def load_student(path: Path) -> Student:
    """Build a student from a weights file.

    Raises:
        ModelError: missing, damaged, or of another kind.
    """
    state, info = read_weights(path, kind="student")
    try:
        student = Student(Shape(**info.shape), info.model_id)
        student.load_state_dict(state)
    except (TypeError, RuntimeError) as e:
        raise ModelError("does not fit this version's network", path=path, hint="reinstall Luxcube") from e
    return student.eval().requires_grad_(False)


@lru_cache(maxsize=4)
def load_model(device: str = "cpu") -> Student:
    """The shipped student on ``device``, loaded once.

    Raises:
        ModelError: see :func:`load_student`.
    """
    return load_student(SHIPPED).to(device)
