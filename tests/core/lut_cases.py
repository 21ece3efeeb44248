"""Lattices that are well, and lattices with one fault each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mefcore.lut.grid import Lut3D

N = 33


def nodes(n: int = N) -> np.ndarray:
    """``(n, n, n, 3)`` float64: each node's own colour, indexed ``[b, g, r]``."""
    axis = np.linspace(0, 1, n)
    b, g, r = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack([r, g, b], axis=-1)


def smooth(rgb: np.ndarray) -> np.ndarray:
    """A gentle S-curve after some crosstalk; greys stay grey."""
    mixed = np.asarray(rgb, np.float64) @ np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]])
    return mixed + 0.08 * np.sin(2 * np.pi * (mixed - 0.5)) / 2


def lut_of(values: np.ndarray) -> Lut3D:
    return Lut3D(values.astype(np.float32))


def bump(rgb: np.ndarray, centre: tuple[float, float, float], width: float) -> np.ndarray:
    return np.exp(-((rgb - np.array(centre)) ** 2).sum(-1) / width**2)


def not_a_number(n: int) -> np.ndarray:
    table = nodes(n).copy()
    table[n // 2, n // 3, 1] = np.nan
    return table


def outside(n: int) -> np.ndarray:
    table = nodes(n).copy()
    table[-1, -1, -1] = 1.02
    return table


def falling(n: int) -> np.ndarray:
    """Blue dips where greys are at 0.6; along its own axis it still rises, so nothing folds."""
    rgb = nodes(n)
    grey = rgb.mean(-1)
    spread = ((rgb - grey[..., None]) ** 2).sum(-1)
    table = 0.05 + 0.9 * rgb
    off = (grey - 0.59) / 0.035
    table[..., 2] -= 0.05 * off * np.exp(-(off**2) / 2 - spread / 0.2**2)
    return table


def tinted(n: int) -> np.ndarray:
    rgb = nodes(n)
    return 0.02 + 0.96 * rgb * np.array([1.0, 0.98, 0.85])


def folding(n: int) -> np.ndarray:
    """Red falls where it should rise, far from the greys."""
    rgb = nodes(n)
    table = 0.1 + 0.8 * rgb
    table[..., 0] -= 0.55 * bump(rgb, (0.9, 0.15, 0.15), 0.3)
    return table


def stairs(n: int) -> np.ndarray:
    """Twelve steps for each channel."""
    return 0.05 + 0.9 * np.round(nodes(n) * 12) / 12


def burnt(n: int) -> np.ndarray:
    return np.clip(1.7 * nodes(n), 0, 1)


FAULTS: dict[str, tuple[str, Callable[[int], np.ndarray]]] = {
    "not a number": ("range", not_a_number),
    "outside": ("range", outside),
    "falling": ("order", falling),
    "tinted": ("tint", tinted),
    "folding": ("folds", folding),
    "stairs": ("banding", stairs),
    "burnt": ("clipped", burnt),
}
