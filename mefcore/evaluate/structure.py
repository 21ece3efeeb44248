"""MEF-SSIM and MEFNet's luminance variant, with everything that does not depend on the picture computed once.

Gray is Rec. 601 luma on ``0…255``, float64.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

WINDOW = 11
SIGMA = 1.5
STRUCTURE_CONSTANT = (0.03 * 255) ** 2
LUMINANCE_CONSTANT = (0.01 * 255) ** 2
SCALE_EXPONENTS = np.array([0.0448, 0.2856, 0.3001]) / (0.0448 + 0.2856 + 0.3001)
"""The three finest of MS-SSIM's exponents (Wang et al., 2003), normalised."""
MIDDLE_SIGMA = 0.2 * 255


def gray(picture: np.ndarray) -> np.ndarray:
    """``(H, W)`` float64 in ``[0, 255]`` of ``(H, W, 3)`` uint8."""
    red, green, blue = (picture[..., i].astype(np.float64) for i in range(3))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def halve(x: np.ndarray) -> np.ndarray:
    """Half the size, by 2×2 means."""
    return cv2.blur(x, (2, 2), borderType=cv2.BORDER_REFLECT)[::2, ::2]


def _valid(x: np.ndarray) -> np.ndarray:
    r = WINDOW // 2
    return x[r:-r, r:-r]


def _gaussian_mean(x: np.ndarray) -> np.ndarray:
    return _valid(cv2.GaussianBlur(x, (WINDOW, WINDOW), SIGMA, borderType=cv2.BORDER_REFLECT))


def _box_sum(x: np.ndarray) -> np.ndarray:
    return _valid(cv2.boxFilter(x, -1, (WINDOW, WINDOW), normalize=False, borderType=cv2.BORDER_REFLECT))


class Moments(NamedTuple):
    """Local mean and variance of a picture, and its covariance with each frame; each ``(h, w)``."""

    mean: np.ndarray
    variance: np.ndarray
    covariance: list[np.ndarray]


class ScaleTarget:
    """What a stack wants of a picture at each window of one scale (Ma, Zeng and Wang, 2015, eq. 6–14).

    Each window of a frame is mean + contrast · structure.  The wanted window has the highest contrast of the set and
    the mean of the set's structures weighted by contrast**p, where p grows with the agreement R of the frames.  As the
    wanted window is a linear combination of the frames' windows, its moments follow from the frames' covariances, and
    nothing needs to be done window by window.

    Args:
        frames: K gray ``(H, W)``, H and W at least 11.
    """

    def __init__(self, frames: Sequence[np.ndarray]) -> None:
        self.frames = list(frames)
        self.centre = [_gaussian_mean(f) for f in self.frames]
        pairs = [(i, j) for i in range(len(self.frames)) for j in range(i, len(self.frames))]
        self.share = self._shares(pairs)
        self.variance: list[np.ndarray] = []
        self.wanted_variance = np.zeros_like(self.centre[0])
        for i, j in pairs:
            pair = _gaussian_mean(self.frames[i] * self.frames[j]) - self.centre[i] * self.centre[j]
            self.wanted_variance += (1 if i == j else 2) * self.share[i] * self.share[j] * pair
            if i == j:
                self.variance.append(pair)

    def _shares(self, pairs: list[tuple[int, int]]) -> np.ndarray:
        """``(K, h, w)``: the wanted window as a combination of the frames' centred windows."""
        n = WINDOW * WINDOW
        mean = [_box_sum(f) / n for f in self.frames]
        total = sum(self.frames[1:], self.frames[0])
        together = np.sqrt(np.maximum(_box_sum(total * total) - _box_sum(total) ** 2 / n, 0.0))
        own = [_box_sum(f * f) - n * m * m for f, m in zip(self.frames, mean, strict=True)]
        norm = np.sqrt(np.maximum(own, 0.0)) + 0.001
        agreement = np.clip((together + 1e-12) / (norm.sum(0) + 1e-12), 0.0, 1.0 - 1e-12)
        power = np.minimum(np.tan(np.pi / 2 * agreement), 10.0)
        weight = np.exp(power * np.log(norm / WINDOW)) + 1e-12
        share = weight / weight.sum(0) / norm
        square = np.zeros_like(agreement)
        for i, j in pairs:
            scatter = own[i] if i == j else _box_sum(self.frames[i] * self.frames[j]) - n * mean[i] * mean[j]
            square += (1 if i == j else 2) * share[i] * share[j] * scatter
        length = np.sqrt(np.maximum(square, 0.0))
        return share * np.where(length > 0, norm.max(0) / np.maximum(length, 1e-300), 0.0)

    def compare(self, result: np.ndarray) -> tuple[np.ndarray, Moments]:
        """MEF-SSIM at each window, and the moments it was made from (windows weighted by the Gaussian, as in SSIM)."""
        mean = _gaussian_mean(result)
        variance = _gaussian_mean(result * result) - mean**2
        covariance = [_gaussian_mean(f * result) - c * mean for f, c in zip(self.frames, self.centre, strict=True)]
        wanted = np.zeros_like(mean)
        for share, one in zip(self.share, covariance, strict=True):
            wanted += share * one
        quality = (2 * wanted + STRUCTURE_CONSTANT) / (self.wanted_variance + variance + STRUCTURE_CONSTANT)
        return quality, Moments(mean, variance, covariance)


class StructureTarget:
    """MEF-SSIM over three scales, and the luminance variant, of pictures of one stack.

    Args:
        frames: K gray ``(H, W)``, H and W at least 44.
        scales: how many of the three are used; the luminance variant needs the first.

    Raises:
        ValueError: the frames are too small for a window at the coarsest scale.
    """

    def __init__(self, frames: Sequence[np.ndarray], scales: int = len(SCALE_EXPONENTS)) -> None:
        least = WINDOW << (scales - 1)
        if min(frames[0].shape) < least:
            raise ValueError(f"MEF-SSIM over {scales} scales needs {least} pixels a side, not {min(frames[0].shape)}")
        self.scales = [ScaleTarget(frames)]
        for _ in range(1, scales):
            self.scales.append(ScaleTarget([halve(f) for f in self.scales[-1].frames]))
        fine = self.scales[0]
        variance = np.stack(fine.variance)
        self._best = variance.argmax(0)
        self._contrast = variance.max(0)
        mean = np.stack(fine.centre)
        near_middle = np.exp(-((mean - 127.5) ** 2) / (2 * MIDDLE_SIGMA**2))
        well_exposed = np.exp(-((mean.mean((1, 2), keepdims=True) - 127.5) ** 2) / (2 * MIDDLE_SIGMA**2))
        share = near_middle * well_exposed
        self._brightness = (share * mean).sum(0) / np.maximum(share.sum(0), 1e-12)

    def measure(self, result: np.ndarray) -> tuple[float, float]:
        """MEF-SSIM and its luminance variant of gray ``(H, W)``; both at most 1, higher is better."""
        quality: list[float] = []
        luminance = 0.0
        for scale in self.scales:
            if quality:
                result = halve(result)
            where, moments = scale.compare(result)
            if not quality:
                luminance = self._luminance(moments)
            quality.append(max(float(where.mean()), 0.0))
        return float(np.prod(np.array(quality) ** SCALE_EXPONENTS[: len(quality)])), luminance

    def _luminance(self, moments: Moments) -> float:
        """MEFNet's variant (Ma et al., 2020), one scale: the frame of highest variance, times a luminance term.

        The wanted mean is the frames' local means, weighted by how near they and their frame's mean are to the middle.
        """
        covariance = np.choose(self._best, moments.covariance)
        structure = (2 * covariance + STRUCTURE_CONSTANT) / (self._contrast + moments.variance + STRUCTURE_CONSTANT)
        mean, wanted = moments.mean, self._brightness
        luminance = (2 * mean * wanted + LUMINANCE_CONSTANT) / (mean**2 + wanted**2 + LUMINANCE_CONSTANT)
        return float((structure * luminance).mean())
