"""Measures of a fused picture, from the papers that define them.

Pictures are ``(H, W, 3)`` uint8, sRGB-encoded; stacks are sequences of them.  Gray is Rec. 601 luma on ``0…255``.
Whoever measures several pictures of one stack makes one :class:`Target` of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from mefcore.color import srgb_to_linear
from mefcore.evaluate.edges import EdgeTarget
from mefcore.evaluate.structure import StructureTarget, gray

Stack = Sequence[np.ndarray] | np.ndarray
_WANG = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
LINEAR = srgb_to_linear(np.arange(256) / 255).astype(np.float32)


class Target:
    """All that a stack asks of a picture of it.

    Args:
        frames: K pictures of one size, each side at least 44 pixels.
    """

    def __init__(self, frames: Stack) -> None:
        grays = [gray(f) for f in frames]
        self._structure, self._edges, self._colour = StructureTarget(grays), EdgeTarget(grays), ColourTarget(frames)

    def measure(self, result: np.ndarray) -> dict[str, float]:
        """Every measure that needs no label, by name: mef_ssim, luminance, qabf, reversed_edges, colour_error."""
        picture = gray(result)
        mef_ssim, luminance = self._structure.measure(picture)
        return {
            "mef_ssim": mef_ssim,
            "luminance": luminance,
            "qabf": self._edges.preserved(picture),
            "reversed_edges": self._edges.reversed(picture),
            "colour_error": self._colour.error(result),
        }

    def mef_ssim(self, result: np.ndarray) -> float:
        """MEF-SSIM alone."""
        return self._structure.measure(gray(result))[0]


def mef_ssim(frames: Stack, result: np.ndarray) -> float:
    """MEF-SSIM over three scales (Ma, Zeng and Wang, 2015); at most 1, higher is better."""
    return StructureTarget([gray(f) for f in frames]).measure(gray(result))[0]


def mef_ssim_luminance(frames: Stack, result: np.ndarray) -> float:
    """MEFNet's variant of MEF-SSIM with a luminance term (Ma et al., 2020); at most 1, higher is better."""
    return StructureTarget([gray(f) for f in frames], scales=1).measure(gray(result))[1]


def qabf(frames: Stack, result: np.ndarray) -> float:
    """Q_AB/F; see :meth:`mefcore.evaluate.edges.EdgeTarget.preserved`."""
    return EdgeTarget([gray(f) for f in frames]).preserved(gray(result))


def reversed_edges(frames: Stack, result: np.ndarray) -> float:
    """Share of edges turned around; see :meth:`mefcore.evaluate.edges.EdgeTarget.reversed`."""
    return EdgeTarget([gray(f) for f in frames]).reversed(gray(result))


def colour_error(frames: Stack, result: np.ndarray) -> float:
    """How far colours are from those of the best-exposed frame, times 1000; see :class:`ColourTarget`."""
    return ColourTarget(frames).error(result)


def psnr(result: np.ndarray, label: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB over RGB."""
    error = np.mean((result.astype(np.float32) - label) ** 2, dtype=np.float64)
    return float(10 * np.log10(255.0**2 / max(float(error), 1e-12)))


def ssim(result: np.ndarray, label: np.ndarray) -> float:
    """SSIM of gray as its paper has it (Wang et al., 2004): 11×11 Gaussian window of sigma 1.5; scikit-image's.

    Colour has no say; :func:`ssim_rgb` has it.  Between good pictures of a scene, gray measures 0.01–0.02 higher.
    """
    from skimage.metrics import structural_similarity

    return float(structural_similarity(gray(result), gray(label), data_range=255, **_WANG))


def ssim_rgb(result: np.ndarray, label: np.ndarray) -> float:
    """Mean over the RGB channels of their SSIM, with the window of :func:`ssim`."""
    from skimage.metrics import structural_similarity

    return float(structural_similarity(result, label, channel_axis=-1, **_WANG))


class ColourTarget:
    """The colour each pixel should have: that of its best-exposed frame.

    At each pixel the frame whose luma is nearest 0.5 with all channels in 0.06…0.94 is the source; the error is the
    mean L1 distance of rg chromaticity between 9×9 means in linear light.  Pixels that no frame holds
    do not count; in the means of their neighbours they stand with the darkest frame's colour.
    """

    def __init__(self, frames: Stack) -> None:
        nearest = np.full(frames[0].shape[:2], np.inf, np.float32)
        source = min(frames, key=lambda f: float(f.mean())).copy()
        for frame in frames:
            held = ((frame > 0.06 * 255) & (frame < 0.94 * 255)).all(-1)
            distance = np.where(held, np.abs(gray(frame) - 127.5), np.inf)
            closer = distance < nearest
            nearest[closer] = distance[closer]
            source[closer] = frame[closer]
        self._held = np.isfinite(nearest)
        self._chromaticity = _chromaticity(source)

    def error(self, result: np.ndarray) -> float:
        """The error of one picture, times 1000."""
        gap = np.abs(_chromaticity(result) - self._chromaticity).sum(-1)
        return float(1000 * gap[self._held].mean(dtype=np.float64)) if self._held.any() else 0.0


def _chromaticity(picture: np.ndarray) -> np.ndarray:
    """``(H, W, 2)``: red's and green's share of the light in the 9×9 pixels around each."""
    mean = cv2.blur(LINEAR[picture], (9, 9))
    return (mean / np.maximum(mean.sum(-1, keepdims=True), np.float32(1e-6)))[..., :2]
