"""What happens to the frames' edges: how well they are kept (Q_AB/F), and how many are turned around.

Gray is Rec. 601 luma on ``0…255``.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from mefcore.objective.edges import ORIENTATION, STRENGTH

SOURCE_EDGE, RESULT_EDGE = 8.0, 4.0
"""Differences per pixel, of 255, from which a source's and a result's edge count as edges."""
SLIGHT_BLUR = 1.0


def _gradient(gray: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sobel responses along x and y, float32, the picture mirrored about its outermost pixels."""
    x = gray.astype(np.float32)
    border = cv2.BORDER_REFLECT_101
    return cv2.Sobel(x, cv2.CV_32F, 1, 0, borderType=border), cv2.Sobel(x, cv2.CV_32F, 0, 1, borderType=border)


def _orientation(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """``atan(y / x)``; ±π/2 where x is zero, and 0 where there is no edge."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.arctan(y / x))


def _sigmoid(x: np.ndarray, constants: tuple[float, float, float]) -> np.ndarray:
    top, slope, middle = (np.float32(c) for c in constants)
    return top / (1 + np.exp(slope * (x - middle)))


class EdgeTarget:
    """The edges of a stack, and how pictures keep them.

    Args:
        frames: K gray ``(H, W)``.
    """

    def __init__(self, frames: Sequence[np.ndarray]) -> None:
        gradients = [_gradient(f) for f in frames]
        self._strength = [cv2.magnitude(x, y) for x, y in gradients]
        self._orientation = [_orientation(x, y) for x, y in gradients]
        self._best_x, self._best_y, self._edge = self._strongest(frames)

    @staticmethod
    def _strongest(frames: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Gradient per pixel of the frame whose own is largest, after a slight blur, and where it is an edge."""
        best_x, best_y = _slope(frames[0])
        for frame in frames[1:]:
            x, y = _slope(frame)
            larger = cv2.magnitude(x, y) > cv2.magnitude(best_x, best_y)
            best_x, best_y = np.where(larger, x, best_x), np.where(larger, y, best_y)
        return best_x, best_y, cv2.magnitude(best_x, best_y) > SOURCE_EDGE

    def preserved(self, result: np.ndarray) -> float:
        """Q_AB/F (Xydeas and Petrović, 2000) of gray ``(H, W)``, for any number of sources; 0…1, higher is better.

        At each pixel and for each source, the relative Sobel strength ``G = min(g_A, g_F) / max(g_A, g_F)`` and the
        relative orientation ``A = 1 - |α_A - α_F| / (π/2)``, with ``α = atan(s_y / s_x)``, each pass through a sigmoid;
        their product is averaged over pixels and sources, weighted by the source's strength (L = 1).
        """
        x, y = _gradient(result)
        strength, orientation = cv2.magnitude(x, y), _orientation(x, y)
        kept = weight = 0.0
        for own, direction in zip(self._strength, self._orientation, strict=True):
            ratio = np.minimum(own, strength) / np.maximum(np.maximum(own, strength), np.float32(1e-6))
            alignment = 1 - np.abs(direction - orientation) * np.float32(2 / np.pi)
            quality = _sigmoid(ratio, STRENGTH) * _sigmoid(alignment, ORIENTATION)
            kept += float((quality * own).sum(dtype=np.float64))
            weight += float(own.sum(dtype=np.float64))
        return kept / weight if weight > 0 else 1.0

    def reversed(self, result: np.ndarray) -> float:
        """Share of strong edges whose direction a picture turns around, 0…1, lower is better.

        Gray pictures are blurred slightly (Gaussian, sigma 1) and their gradient taken by Sobel, in units per pixel.
        At each pixel the source is the frame of largest gradient.  Among the pixels where the source's gradient exceeds
        8/255 and the picture's exceeds 4/255, those count whose two gradients have a negative dot product.
        """
        x, y = _slope(result)
        edge = self._edge & (cv2.magnitude(x, y) > RESULT_EDGE)
        turned = edge & (x * self._best_x + y * self._best_y < 0)
        return float(turned.sum() / edge.sum()) if edge.any() else 0.0


def _slope(gray: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Change per pixel along x and y of a slightly blurred gray picture."""
    x, y = _gradient(cv2.GaussianBlur(gray, (0, 0), SLIGHT_BLUR))
    return x / 8, y / 8
