"""How alike two sets of pictures are in their noise, and nothing but their noise.

Content differs between documents and photographs, so only *flat* blocks count: those whose coarse structure is among
the faintest of their picture.  What is left in them, once the coarse structure is taken away, is noise, compression and
paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

SIDE = 16
SHARE = 0.15
"""So much of each picture's blocks is taken to be flat."""


@dataclass(frozen=True, eq=False)
class NoiseProfile:
    """Mean power spectrum of flat blocks, by radial frequency ``(8,)``, in squared 8-bit levels; how many blocks."""

    spectrum: np.ndarray
    blocks: int

    @property
    def deviation(self) -> float:
        """Standard deviation of the noise in 8-bit levels."""
        return float(np.sqrt(self.spectrum.sum()))


def flat_blocks(picture: np.ndarray) -> np.ndarray:
    """The flat blocks of the gray of ``(h, w, 3)`` uint8, without their coarse structure: ``(n, 16, 16)`` float32.

    Blocks that touch black or white are left out: there is no noise where values are clipped.
    """
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    coarse = cv2.GaussianBlur(gray, (0, 0), 3.0)
    h, w = (n // SIDE * SIDE for n in gray.shape)

    def blocks(x: np.ndarray) -> np.ndarray:
        return x[:h, :w].reshape(h // SIDE, SIDE, w // SIDE, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)

    level, structure = blocks(gray), blocks(coarse).std((1, 2))
    usable = (level.min((1, 2)) > 2) & (level.max((1, 2)) < 253)
    if not usable.any():
        return np.zeros((0, SIDE, SIDE), np.float32)
    faint = structure <= np.quantile(structure[usable], SHARE)
    return blocks(gray - coarse)[usable & faint]


def noise_profile(pictures: Sequence[np.ndarray]) -> NoiseProfile:
    """The noise of a set of pictures ``(h, w, 3)`` uint8; each picture counts alike."""
    window = np.hanning(SIDE)[:, None] * np.hanning(SIDE)[None]
    window /= np.sqrt(np.square(window).mean())
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE) * SIDE, np.fft.fftfreq(SIDE) * SIDE))
    ring = np.minimum(np.round(frequency).astype(int), SIDE // 2)
    spectra, count = [], 0
    for picture in pictures:
        found = flat_blocks(picture)
        if len(found):
            power = np.square(np.abs(np.fft.fft2(found * window))).mean(0) / SIDE**4
            spectra.append(np.bincount(ring.ravel(), weights=power.ravel())[1:])
            count += len(found)
    return NoiseProfile(np.mean(spectra, axis=0) if spectra else np.zeros(SIDE // 2), count)


def noise_distance(one: NoiseProfile, other: NoiseProfile) -> float:
    """Mean absolute difference of two spectra in decibels; 0 for equal noise, 6 for twice the amplitude."""
    floor = 1e-4  # far below the rounding of 8 bits, whose variance is 1/12
    return float(np.abs(10 * np.log10((one.spectrum + floor) / (other.spectrum + floor))).mean())
