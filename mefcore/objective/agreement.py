"""How well a picture agrees with the frames it was made of: MEF-SSIM and its luminance variant, to be trained on.

Both are the published measures, one scale at a time, with one change: local statistics all come from the Gaussian
window, where MEF-SSIM finds the wanted structure with a box of the same size.  Images are ``(B, 3, H, W)`` and frames
``(B, K, 3, H, W)``, sRGB-encoded in ``[0, 1]``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor

from mefcore.nets.exposure import gray, well_exposed

C1, C2 = 0.01**2, 0.03**2
LEAST_VARIANCE = 1e-6
"""Variance of a quarter of an 8-bit step; less than that is rounding noise."""
HIGHEST_POWER = 10.0


class Agreement(NamedTuple):
    """Means over batch and pixels, at most 1.

    Attributes:
        structure: MEF-SSIM (Ma, Zeng and Wang, 2015).
        luminance: its luminance variant (Ma et al., 2020).
    """

    structure: Tensor
    luminance: Tensor


class Wanted(NamedTuple):
    """What frames want of a picture; needs no gradient.  Each ``(B, 1, h, w)`` but ``share``.

    Attributes:
        share: ``(B, K, h, w)``: the wanted window as a combination of the frames' centred windows.
        variance: of the wanted window, which is also the highest of the set.
        best: which frame has it.
        mean: the wanted local mean.
    """

    share: Tensor
    variance: Tensor
    best: Tensor
    mean: Tensor


@lru_cache(maxsize=16)
def _window(size: int, device: torch.device) -> Tensor:
    """Banded ``(size - 10, size)`` matrix whose product takes 11-tap Gaussian means (sigma 1.5)."""
    x = torch.arange(size, device=device, dtype=torch.float32)
    distance = x[None, :] - x[: size - 10, None] - 5
    g = torch.exp(-distance.square() / (2 * 1.5**2)) * (distance.abs() <= 5)
    return g / g.sum(1, keepdim=True)


def _blur(x: Tensor) -> Tensor:
    """11×11 Gaussian mean of each plane of ``(..., H, W)``, valid region only.

    Two matrix products: a convolution of one channel runs its backward pass several times slower on a CPU.
    """
    return _window(x.shape[-2], x.device).to(x.dtype) @ x @ _window(x.shape[-1], x.device).mT.to(x.dtype)


@torch.no_grad()
def wanted(y: Tensor, mean: Tensor, variance: Tensor) -> Wanted:
    """What gray frames ``(B, K, H, W)`` of these local means and variances ``(B, K, h, w)`` want.

    Structures (centred windows of unit length) are averaged with weights ``contrast**p``; p grows with the frames'
    agreement, so that where they agree the frame of highest contrast decides, and where they contradict each other all
    have a say.
    """
    k = y.shape[1]
    contrast = variance.clamp_min(LEAST_VARIANCE).sqrt()
    total = y.sum(1, keepdim=True)
    together = (_blur(total * total) - mean.sum(1, keepdim=True).square()).clamp_min(LEAST_VARIANCE).sqrt()
    agreement = (together / contrast.sum(1, keepdim=True)).clamp(0, 1 - 1e-6)
    power = torch.tan(torch.pi / 2 * agreement).clamp_max(HIGHEST_POWER)
    share = torch.softmax(power * contrast.log(), 1) / contrast
    length = share.square() * variance
    length = length.sum(1, keepdim=True)
    for i in range(k - 1):
        others = y[:, i + 1 :]
        pairs = _blur(y[:, i : i + 1] * others) - mean[:, i : i + 1] * mean[:, i + 1 :]
        length = length + 2 * share[:, i : i + 1] * (share[:, i + 1 :] * pairs).sum(1, keepdim=True)
    highest, best = variance.max(1, keepdim=True)
    share = share * (highest / length.clamp_min(1e-8)).sqrt()
    bright = well_exposed(mean)
    return Wanted(share, highest, best, (bright * mean).sum(1, keepdim=True) / bright.sum(1, keepdim=True))


class AgreementTarget:
    """What frames ``(B, K, 3, H, W)`` ask of pictures of them; made once for as many pictures as there are."""

    def __init__(self, frames: Tensor) -> None:
        with torch.no_grad():
            self._luma = gray(frames)[:, :, 0]
            self._mean = _blur(self._luma)
            variance = (_blur(self._luma * self._luma) - self._mean.square()).clamp_min(0)
            self._want = wanted(self._luma, self._mean, variance)

    def maps(self, result: Tensor) -> Agreement:
        """Both measures at each window, ``(B, 1, H - 10, W - 10)``.

        In flat or clipped areas the variances are rounding noise and the quotient can run away, which an optimiser
        learns to farm; they are therefore floored at zero, and covariances are held within what they allow.
        """
        x, want = gray(result), self._want
        mean = _blur(x)
        variance = (_blur(x * x) - mean.square()).clamp_min(0)
        covariance = _blur(x * self._luma) - mean * self._mean
        limit = 0.5 * (variance + want.variance)

        def similar(to_wanted: Tensor) -> Tensor:
            held = torch.minimum(torch.maximum(to_wanted, -limit), limit)
            return (2 * held + C2) / (variance + want.variance + C2)

        luminance = (2 * mean * want.mean + C1) / (mean.square() + want.mean.square() + C1)
        return Agreement(
            similar((want.share * covariance).sum(1, keepdim=True)),
            similar(torch.gather(covariance, 1, want.best)) * luminance,
        )

    def means(self, result: Tensor) -> Agreement:
        """Means of :meth:`maps`."""
        structure, luminance = self.maps(result)
        return Agreement(structure.mean(), luminance.mean())


def agreement_maps(result: Tensor, frames: Tensor) -> Agreement:
    """:meth:`AgreementTarget.maps` of a single picture."""
    return AgreementTarget(frames).maps(result)


def fusion_agreement(result: Tensor, frames: Tensor) -> Agreement:
    """:meth:`AgreementTarget.means` of a single picture."""
    return AgreementTarget(frames).means(result)
