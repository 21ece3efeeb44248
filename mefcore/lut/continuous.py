"""The continuous LUT: a colour map with a value at every colour, of which a lattice of any size is a sample."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from mefcore.job import SILENT, Job
from mefcore.lut.grid import Lut3D, lattice

SMALLEST, LARGEST = 2, 129
BATCH = 1 << 16
"""Colours evaluated at once: the hidden layers then stay in cache, and cancelling takes effect soon."""


class ContinuousLut:
    """One bracket's implicit LUT ``c → F_INN(latent(c), c)`` (paper, eq. 1), clamped to ``[0, 1]``.

    Args:
        latent: ``(1, 12, 8, 8, 8)`` latent code, or whatever code ``function`` takes.
        function: the shared implicit function: code and colours ``(1, P, 3)`` to colours ``(1, P, 3)``.
    """

    def __init__(self, latent: Tensor, function: Callable[[Tensor, Tensor], Tensor]) -> None:
        self.latent = latent.detach()
        self._function = function

    def with_latent(self, latent: Tensor) -> ContinuousLut:
        """Another LUT by the same function."""
        return ContinuousLut(latent.to(self.latent.device), self._function)

    def mixed(self, other: ContinuousLut, amount: float) -> ContinuousLut:
        """``(1 - amount) · self + amount · other`` at every colour; itself at 0 and ``other`` at 1."""
        if amount in (0.0, 1.0):
            return other if amount else self

        def both(latents: Tensor, colours: Tensor) -> Tensor:
            one, two = (f(z[None], colours).clamp(0, 1) for f, z in zip(functions, latents, strict=True))
            return torch.lerp(one, two, amount)

        functions = (self._function, other._function)
        return ContinuousLut(torch.cat([self.latent, other.latent]), both)

    @property
    def function(self) -> Callable[[Tensor, Tensor], Tensor]:
        """Code and colours ``(B, P, 3)`` to colours, not clamped; what gradients flow through."""
        return self._function

    @torch.no_grad()
    def at(self, rgb: np.ndarray, *, job: Job = SILENT) -> np.ndarray:
        """The LUT's value at colours ``(..., 3)``, sRGB-encoded; inputs and outputs in ``[0, 1]``; float32."""
        flat = np.ascontiguousarray(rgb, dtype=np.float32).reshape(-1, 3)
        out = np.empty_like(flat)
        for start in range(0, len(flat), BATCH):
            job.progress(start / len(flat))
            colours = torch.tensor(flat[start : start + BATCH], device=self.latent.device).clamp_(0, 1)
            values = self._function(self.latent, colours[None])[0].clamp(0, 1)
            out[start : start + BATCH] = values.cpu().numpy()
        return out.reshape(rgb.shape)

    def sample(self, n: int, *, job: Job = SILENT) -> Lut3D:
        """The lattice with ``n`` points per axis, ``2 <= n <= 129``, evaluated at its nodes (nothing is resampled).

        Raises:
            ValueError: ``n`` out of range.
            Cancelled: the job was cancelled.
        """
        if not SMALLEST <= n <= LARGEST:
            raise ValueError(f"a lattice has {SMALLEST} to {LARGEST} points per axis, not {n}")
        return Lut3D(self.at(lattice(n), job=job))
