"""The student: image weights, and the latent code of a continuous LUT (paper, fig. 2 and eq. 5)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from mefcore.errors import ModelError
from mefcore.lut.continuous import ContinuousLut
from mefcore.nets.encoder import LATENT_CHANNELS, LATENT_SIDE, Encoder
from mefcore.nets.feedback import Feedback, wanted
from mefcore.nets.frames import multiplicity
from mefcore.nets.implicit import Implicit
from mefcore.nets.iw import ImageWeights, simplex
from mefcore.nets.weights import SHIPPED, read_weights


@dataclass(frozen=True)
class Shape:
    """Sizes of the student's parts; stored with the weights.

    Attributes:
        rounds: of feedback; 0 is the paper's student.
    """

    encoder_width: int = 64
    bottleneck: int = 42
    implicit_width: int = 32
    rounds: int = 0


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

    def forward(self, thumbs: Tensor) -> tuple[Tensor, Tensor]:
        """Blend weights ``(B, K)`` and latent code ``(B, 12, 8, 8, 8)`` of thumbnails ``(B, K, 3, 128, 128)``."""
        m = multiplicity(thumbs)
        logits = self.weights.logits(thumbs, m)
        w = simplex(logits, m)
        code = self.encoder(thumbs, w)
        if self.feedback is None:
            return w, code
        want = wanted(thumbs, m)
        for _ in range(self.shape.rounds):
            logits, code = self.feedback(want, logits, m, code, self.implicit)
        return simplex(logits, m), code

    @torch.no_grad()
    def infer(self, thumbs: np.ndarray) -> tuple[np.ndarray, ContinuousLut, str]:
        """Weights, continuous LUT and model id for one bracket.

        Args:
            thumbs: ``(K, 128, 128, 3)`` float32, sRGB-encoded, in ``[0, 1]``; any order.

        Returns:
            ``(K,)`` float32 weights that sum to 1, the LUT, and which weights answered.
        """
        device = next(self.parameters()).device
        # One order for the sums' rounding, and for ties between frames as far from the middle on either side.
        order = np.argsort(thumbs.mean((1, 2, 3), dtype=np.float64), kind="stable")
        x = torch.from_numpy(np.ascontiguousarray(thumbs[order])).to(device).permute(0, 3, 1, 2)[None]
        weights, latent = self(x)
        found = np.empty(len(order), np.float32)
        found[order] = weights[0].cpu().numpy()
        return found, ContinuousLut(latent, self.implicit), self.model_id


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
