"""Scenes that are functions of continuous coordinates, so that a moved frame is exact, with no interpolation in it."""

from __future__ import annotations

import numpy as np
from makers import encode

SIZE = (420, 300)


class Scene:
    """A radiance of waves from coarse to fine with a few hard outlines; ``(…, 3)`` float64, linear, around 1."""

    def __init__(self, seed: int = 0, *, waves: int = 48, contrast: float = 1.0, longest: float = 300.0) -> None:
        rng = np.random.default_rng(seed)
        length = longest * (6.0 / longest) ** rng.random(waves)
        angle = rng.uniform(0, 2 * np.pi, waves)
        self.wave = np.stack([np.cos(angle), np.sin(angle)]) * (2 * np.pi / length)
        self.phase = rng.uniform(0, 2 * np.pi, waves)
        self.power = contrast * 0.05 * length**0.35
        self.tint = rng.uniform(0.85, 1.15, (waves, 3))
        self.discs = (
            rng.uniform((0, 0, 8, -1.2), (SIZE[0], SIZE[1], 40, 1.2), (14, 4)) if contrast else np.zeros((0, 4))
        )

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Radiance at ``(…, 2)`` points, x and y in pixels."""
        waves = np.sin(points @ self.wave + self.phase) * self.power
        log = waves @ self.tint
        for x, y, radius, step in self.discs:
            distance = np.hypot(points[..., 0] - x, points[..., 1] - y) - radius
            log += (step / (1 + np.exp(np.clip(distance / 0.6, -40, 40))))[..., None]
        return np.asarray(np.exp(log))


def through(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """``(…, 2)`` points through a homography."""
    h = np.concatenate([points, np.ones((*points.shape[:-1], 1))], axis=-1) @ matrix.T
    return np.asarray(h[..., :2] / h[..., 2:])


def grid(size: tuple[int, int] = SIZE) -> np.ndarray:
    """``(h, w, 2)`` x and y of every pixel."""
    return np.stack(np.meshgrid(np.arange(size[0], dtype=float), np.arange(size[1], dtype=float)), axis=-1)


def shot(
    scene: Scene,
    stops: float,
    matrix: np.ndarray | None = None,
    *,
    size: tuple[int, int] = SIZE,
    noise: float = 0.003,
    seed: int = 0,
    dtype: type = np.uint8,
) -> np.ndarray:
    """A frame; ``matrix`` takes the reference's pixels to its own.  0 stops shows a radiance of 1 as a fifth."""
    places = grid(size) if matrix is None else through(np.linalg.inv(matrix), grid(size))
    light = scene(places) * 0.2 * 2.0**stops
    rng = np.random.default_rng(seed + 1000)
    return stored(encode(light) + rng.normal(0, noise, light.shape), dtype)


def stored(encoded: np.ndarray, dtype: type) -> np.ndarray:
    scale = {np.uint8: 255, np.uint16: 65535}.get(dtype)
    values = np.clip(encoded, 0, 1)
    return values.astype(np.float32) if scale is None else np.rint(values * scale).astype(dtype)


def shift(dx: float, dy: float) -> np.ndarray:
    return np.array([[1, 0, dx], [0, 1, dy], [0, 0, 1.0]])


def similarity(dx: float, dy: float, degrees: float, scale: float = 1.0, size: tuple[int, int] = SIZE) -> np.ndarray:
    """Turned and scaled about the picture's centre, then shifted."""
    c, s = scale * np.cos(np.deg2rad(degrees)), scale * np.sin(np.deg2rad(degrees))
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return shift(x + dx, y + dy) @ np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]]) @ shift(-x, -y)


def tilted(matrix: np.ndarray, across: float, down: float, size: tuple[int, int] = SIZE) -> np.ndarray:
    """``matrix`` with a little perspective about the centre; ``across`` = 0.01 magnifies one side by about 1 %."""
    x, y = (size[0] - 1) / 2, (size[1] - 1) / 2
    bend = np.array([[1, 0, 0], [0, 1, 0], [across / x, down / y, 1.0]])
    out = matrix @ shift(x, y) @ bend @ shift(-x, -y)
    return np.asarray(out / out[2, 2])


def corner_error(found: np.ndarray, truth: np.ndarray, size: tuple[int, int] = SIZE) -> float:
    """The largest distance of the four corners from where they belong, in pixels."""
    w, h = size[0] - 1.0, size[1] - 1.0
    square = np.array([[0, 0], [w, 0], [w, h], [0, h]])
    return float(np.linalg.norm(through(found, square) - through(truth, square), axis=-1).max())
