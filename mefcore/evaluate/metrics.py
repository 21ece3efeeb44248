"""Measures of a fused picture, in float64, from the papers that define them.

Pictures are ``(H, W, 3)`` uint8, sRGB-encoded; stacks are sequences of them.  Gray is Rec. 601 luma on ``0…255``.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from mefcore.color import srgb_to_linear

Stack = Sequence[np.ndarray] | np.ndarray

WINDOW = 11
SIGMA = 1.5
STRUCTURE_CONSTANT = (0.03 * 255) ** 2
LUMINANCE_CONSTANT = (0.01 * 255) ** 2
SCALE_EXPONENTS = np.array([0.0448, 0.2856, 0.3001]) / (0.0448 + 0.2856 + 0.3001)
"""The three finest of MS-SSIM's exponents (Wang et al., 2003), normalised."""
MIDDLE_SIGMA = 0.2 * 255


def gray(picture: np.ndarray) -> np.ndarray:
    """``(H, W)`` float64 in ``[0, 255]``."""
    return picture.astype(np.float64) @ np.array([0.299, 0.587, 0.114])


def _valid(x: np.ndarray) -> np.ndarray:
    r = WINDOW // 2
    return x[r:-r, r:-r]


def _gaussian_mean(x: np.ndarray) -> np.ndarray:
    return _valid(cv2.GaussianBlur(x, (WINDOW, WINDOW), SIGMA, borderType=cv2.BORDER_REFLECT))


def _box_sum(x: np.ndarray) -> np.ndarray:
    return _valid(cv2.boxFilter(x, -1, (WINDOW, WINDOW), normalize=False, borderType=cv2.BORDER_REFLECT))


def _structure_map(frames: list[np.ndarray], result: np.ndarray) -> np.ndarray:
    """MEF-SSIM at each window of one scale (Ma, Zeng and Wang, 2015, eq. 6–14).

    Each window of a frame is mean + contrast · structure.  The wanted window has the highest contrast of the set and
    the mean of the set's structures weighted by contrast**p, where p grows with the agreement R of the frames.  As the
    wanted window is a linear combination of the frames' windows, its moments follow from the frames' covariances, and
    nothing needs to be done window by window.
    """
    n = WINDOW * WINDOW
    k = len(frames)
    mean = [_box_sum(f) / n for f in frames]
    scatter = np.empty((k, k, *mean[0].shape))
    for i in range(k):
        for j in range(i, k):
            scatter[i, j] = scatter[j, i] = _box_sum(frames[i] * frames[j]) - n * mean[i] * mean[j]
    norm = np.sqrt(np.maximum(scatter[range(k), range(k)], 0.0)) + 0.001
    together = np.sqrt(np.maximum(scatter.sum((0, 1)), 0.0))
    agreement = np.clip((together + 1e-12) / (norm.sum(0) + 1e-12), 0.0, 1.0 - 1e-12)
    power = np.minimum(np.tan(np.pi / 2 * agreement), 10.0)
    weight = (norm / WINDOW) ** power + 1e-12
    share = weight / weight.sum(0) / norm
    length = np.sqrt(np.maximum(np.einsum("iyx,ijyx,jyx->yx", share, scatter, share, optimize=True), 0.0))
    share = share * np.where(length > 0, norm.max(0) / np.maximum(length, 1e-300), 0.0)
    # From here on the windows are weighted by the Gaussian, as SSIM is.
    centre = [_gaussian_mean(f) for f in frames]
    mean_result = _gaussian_mean(result)
    wanted_variance = np.zeros_like(mean_result)
    covariance = np.zeros_like(mean_result)
    for i in range(k):
        covariance += share[i] * (_gaussian_mean(frames[i] * result) - centre[i] * mean_result)
        for j in range(i, k):
            pair = _gaussian_mean(frames[i] * frames[j]) - centre[i] * centre[j]
            wanted_variance += (1 if i == j else 2) * share[i] * share[j] * pair
    variance = _gaussian_mean(result * result) - mean_result**2
    return (2 * covariance + STRUCTURE_CONSTANT) / (wanted_variance + variance + STRUCTURE_CONSTANT)


def _halve(x: np.ndarray) -> np.ndarray:
    return cv2.blur(x, (2, 2), borderType=cv2.BORDER_REFLECT)[::2, ::2]


def mef_ssim(frames: Stack, result: np.ndarray) -> float:
    """MEF-SSIM over three scales; at most 1, higher is better."""
    stack, picture = [gray(f) for f in frames], gray(result)
    quality = []
    for scale in range(len(SCALE_EXPONENTS)):
        if scale:
            stack, picture = [_halve(f) for f in stack], _halve(picture)
        quality.append(max(float(_structure_map(stack, picture).mean()), 0.0))
    return float(np.prod(np.array(quality) ** SCALE_EXPONENTS))


def mef_ssim_luminance(frames: Stack, result: np.ndarray) -> float:
    """MEFNet's variant (Ma et al., 2020), one scale: the frame of highest variance, times a luminance term.

    The wanted mean is the frames' local means, weighted by how near they and their frame's mean are to the middle.
    """
    stack, picture = [gray(f) for f in frames], gray(result)
    mean = np.stack([_gaussian_mean(f) for f in stack])
    variance = np.stack([_gaussian_mean(f * f) for f in stack]) - mean**2
    best = variance.argmax(0)[None]
    mean_result = _gaussian_mean(picture)
    cross = np.stack([_gaussian_mean(f * picture) for f in stack]) - mean * mean_result
    covariance = np.take_along_axis(cross, best, 0)[0]
    wanted = np.take_along_axis(variance, best, 0)[0]
    own = _gaussian_mean(picture * picture) - mean_result**2
    structure = (2 * covariance + STRUCTURE_CONSTANT) / (wanted + own + STRUCTURE_CONSTANT)
    near_middle = np.exp(-((mean - 127.5) ** 2) / (2 * MIDDLE_SIGMA**2))
    well_exposed = np.exp(-((mean.mean((1, 2), keepdims=True) - 127.5) ** 2) / (2 * MIDDLE_SIGMA**2))
    share = near_middle * well_exposed
    target = (share * mean).sum(0) / np.maximum(share.sum(0), 1e-12)
    luminance = (2 * mean_result * target + LUMINANCE_CONSTANT) / (mean_result**2 + target**2 + LUMINANCE_CONSTANT)
    return float((structure * luminance).mean())


def psnr(result: np.ndarray, label: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB over RGB."""
    error = np.mean((result.astype(np.float64) - label) ** 2)
    return float(10 * np.log10(255.0**2 / max(error, 1e-12)))


def ssim(result: np.ndarray, label: np.ndarray) -> float:
    """SSIM (Wang et al., 2004): Gaussian window, mean over the RGB channels; scikit-image's."""
    from skimage.metrics import structural_similarity

    return float(
        structural_similarity(
            result, label, channel_axis=-1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
    )


def colour_error(frames: Stack, result: np.ndarray) -> float:
    """How far colours are from those of the best-exposed frame, times 1000.

    At each pixel the frame whose luma is nearest 0.5 with all channels in 0.06…0.94 is the source; the value is the
    mean L1 distance of rg chromaticity between 9×9 means in linear light.  Pixels that no frame holds do not count.
    """
    stack = np.stack([f.astype(np.float64) / 255 for f in frames])
    luma = stack @ np.array([0.299, 0.587, 0.114])
    held = ((stack > 0.06) & (stack < 0.94)).all(-1)
    distance = np.where(held, np.abs(luma - 0.5), 9.0)
    best = distance.argmin(0)
    source = np.take_along_axis(stack, best[None, ..., None], 0)[0]
    mask = held.any(0)

    def chromaticity(linear: np.ndarray) -> np.ndarray:
        mean = cv2.blur(linear, (9, 9))
        return (mean / np.maximum(mean.sum(-1, keepdims=True), 1e-6))[..., :2]

    gap = np.abs(chromaticity(srgb_to_linear(result / 255.0)) - chromaticity(srgb_to_linear(source))).sum(-1)
    return float(1000 * gap[mask].mean()) if mask.any() else 0.0
