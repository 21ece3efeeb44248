"""IW, the image-weights network (paper, eq. 3): thumbnails to one weight per frame."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from mefcore.nets.frames import beside, mean_and_max, set_context


class ImageWeights(nn.Module):
    """Three 3×3 convolutions, two fully connected layers, softmax over frames.

    Departs from the paper's channel stacking as :mod:`mefcore.nets.frames` explains.
    """

    def __init__(self, widths: tuple[int, int, int] = (16, 24, 32), hidden: int = 32) -> None:
        super().__init__()
        a, b, c = widths
        self.features = nn.Sequential(
            nn.Conv2d(12, a, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(a, b, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.Conv2d(b, c, 3, stride=2, padding=1),
            nn.ReLU(),
        )
        self.head = nn.Sequential(nn.Linear(2 * c, hidden), nn.ReLU(), nn.Linear(hidden, 1))

    def forward(self, thumbs: Tensor, multiplicities: Tensor) -> Tensor:
        """Weights ``(B, K)`` on the simplex from thumbnails ``(B, K, 3, S, S)`` in ``[0, 1]``.

        ``w_k ∝ exp(logit_k) / m_k`` with the multiplicity ``m_k``, so a repeated frame shares the weight it would
        have had alone.
        """
        return simplex(self.logits(thumbs, multiplicities), multiplicities)

    def logits(self, thumbs: Tensor, multiplicities: Tensor) -> Tensor:
        """How much each frame is wanted, ``(B, K)``; arguments as in :meth:`forward`."""
        x = self.features(beside(thumbs, *set_context(thumbs, multiplicities)))
        return self.head(mean_and_max(x)).view(thumbs.shape[:2])


def simplex(logits: Tensor, multiplicities: Tensor) -> Tensor:
    """Weights ``w_k ∝ exp(logit_k) / m_k``, ``(B, K)``, which sum to 1."""
    return torch.softmax(logits - multiplicities.log(), dim=1)
