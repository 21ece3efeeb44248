"""What every reader does to decoded pixels: three channels, upright, a dtype the engine knows."""

from __future__ import annotations

import os

import numpy as np

from mefcore.bracket import full_scale

# EXIF orientation → (transpose first?, cv2 flip code or None): 0 flips top to bottom, 1 left to right, -1 both.
_ORIENTATION = {
    2: (False, 1),
    3: (False, -1),
    4: (False, 0),
    5: (True, None),
    6: (True, 1),
    7: (True, -1),
    8: (True, 0),
}


def cpu_count() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def without_alpha(pixels: np.ndarray) -> np.ndarray:
    """``(H, W)`` or ``(H, W, 1…4)`` to ``(H, W, 1)`` grey or ``(H, W, 3)`` RGB, contiguous.

    A bracket is photographed, not cut out: a file with an alpha channel is opaque, and its colour is the picture.
    """
    if pixels.ndim == 2:
        pixels = pixels[..., np.newaxis]
    return np.ascontiguousarray(pixels[..., : 3 if pixels.shape[2] >= 3 else 1])


def to_rgb(pixels: np.ndarray) -> np.ndarray:
    """``(H, W, 1)`` grey to ``(H, W, 3)``; RGB as it is."""
    return np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels


def upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Undo EXIF orientation 1…8 of ``(H, W, C)`` pixels."""
    if orientation not in _ORIENTATION:
        return pixels
    import cv2

    transpose, flip = _ORIENTATION[orientation]
    if transpose:
        pixels = cv2.transpose(pixels)
    return pixels if flip is None else cv2.flip(pixels, flip)


def stretched(pixels: np.ndarray, bits: int) -> np.ndarray:
    """Whole numbers of ``bits`` bits (9…16) as uint16 of the full range."""
    top = (1 << bits) - 1
    return pixels if bits == 16 else ((pixels.astype(np.uint32) * 65535 + top // 2) // top).astype(np.uint16)


def convert(pixels: np.ndarray, dtype: np.dtype | type) -> np.ndarray:
    """``pixels`` as uint8, uint16 or float32 with the same meaning; widening is exact (255 → 65535 → 1.0)."""
    target = np.dtype(dtype)
    if pixels.dtype == target:
        return pixels
    if pixels.dtype == np.uint8 and target == np.uint16:
        return pixels * np.uint16(257)
    scaled = pixels.astype(np.float32) * np.float32(1 / full_scale(pixels.dtype))
    if target == np.float32:
        return scaled
    top = full_scale(target)
    return np.rint(np.clip(scaled, 0.0, 1.0) * np.float32(top)).astype(target)


def widest(arrays: list[np.ndarray]) -> np.dtype:
    """The narrowest of uint8, uint16 and float32 that holds every array without loss."""
    return max((a.dtype for a in arrays), key=lambda dtype: dtype.itemsize)
