"""What the tests of the engine share: engines, pictures, LUTs and how close a result has to be."""

from __future__ import annotations

import numpy as np
import torch

from mefcore.blend import WHOLE, WeightGrid, Window
from mefcore.bracket import full_scale
from mefcore.engine import Engine, available, reference
from mefcore.lut.grid import Lut3D, lattice

# These pictures are tiny: torch's threads would spend their time waiting for each other.
torch.set_num_threads(1)

ENGINES = available()
DTYPES = (np.uint8, np.uint16, np.float32)
INTERPOLATIONS = ("trilinear", "tetrahedral")
FLOAT_TOLERANCE = 5e-7


def named(engine: Engine) -> str:
    return engine.name


def integer_tolerance(engine: Engine) -> float:
    """Distance of an integer result from the exact value, in its own steps: half a step, and what float32 adds.

    Without fused multiply-add a product is rounded before the sum is, once more in each of seven steps.
    """
    return 0.515 if engine.name == "native" else 0.51


def picture(rng: np.random.Generator, height: int, width: int, dtype: type[np.generic]) -> np.ndarray:
    """Noise over the whole range, both ends included."""
    values = rng.random((height, width, 3)) * 1.02 - 0.01
    return (values.clip(0, 1) * full_scale(dtype) + (0 if dtype == np.float32 else 0.5)).astype(dtype)


def frames(rng: np.random.Generator, k: int, height: int, width: int, dtype: type[np.generic]) -> list[np.ndarray]:
    return [picture(rng, height, width, dtype) for _ in range(k)]


def smooth_lut(n: int) -> Lut3D:
    """A look with a curve, cross-talk between channels and slopes up to about 1.3."""
    c = lattice(n).astype(np.float64)
    table = 0.04 + 0.9 * (3 * c**2 - 2 * c**3) * 0.6 + 0.4 * c * 0.9 + 0.02 * np.sin(5 * c[..., ::-1])
    return Lut3D(table.astype(np.float32))


def random_lut(n: int, seed: int = 5) -> Lut3D:
    return Lut3D(np.random.default_rng(seed).random((n, n, n, 3), dtype=np.float32))


def slope(lut: Lut3D) -> float:
    """Largest change of the output per unit of input, at least 1."""
    steps = max(float(np.abs(np.diff(lut.table, axis=axis)).max()) for axis in range(3))
    return max(1.0, steps * (lut.size - 1))


def weights_of(rng: np.random.Generator, k: int) -> np.ndarray:
    return rng.dirichlet(np.ones(k)).astype(np.float32)


def smooth_grid(k: int, depth: int = 8, height: int = 16, width: int = 16, *, seed: int = 0) -> WeightGrid:
    """As a network gives: logits of a few waves, some frames near 0 and some near 1, and a guide of its own."""
    rng = np.random.default_rng(seed)
    z, y, x = np.meshgrid(*((np.arange(n) + 0.5) / n for n in (depth, height, width)), indexing="ij")
    logits = np.empty((k, depth, height, width))
    for one in logits:
        a, b, c, phase = rng.uniform(-2, 2, 4)
        one[...] = 1.5 * np.sin(2 * (a * x + b * y) + phase) + 2 * np.cos(2 * c * z + a)
    values = np.exp(logits) / np.exp(logits).sum(axis=0)
    return WeightGrid(values.astype(np.float32), weights_of(rng, k))


def random_grid(k: int, depth: int, height: int, width: int, *, seed: int = 0) -> WeightGrid:
    """Neighbouring nodes as different as can be."""
    rng = np.random.default_rng(seed)
    values = rng.dirichlet(np.full(k, 0.3), (depth, height, width)).astype(np.float32)
    return WeightGrid(np.ascontiguousarray(np.moveaxis(values, -1, 0)), weights_of(rng, k))


def grid_slope(grid: WeightGrid) -> float:
    """Largest change of the result per unit of luma, and one for the blend itself."""
    steps = np.abs(np.diff(grid.values, axis=1)).sum(axis=0)
    return 1.0 + float(steps.max(initial=0)) * (grid.values.shape[1] - 1)


def assert_exact(
    engine: Engine,
    pictures: list[np.ndarray],
    weights: np.ndarray | WeightGrid,
    lut: Lut3D | None,
    interpolation: str,
    *,
    window: Window = WHOLE,
    conditioning: float = 1.0,
) -> None:
    """Every output type against the float64 reference."""
    exact = reference.apply(pictures, weights, lut, window=window, interpolation=interpolation)
    for dtype in DTYPES:
        got = engine.apply(pictures, weights, lut, window=window, interpolation=interpolation, dtype=dtype)
        assert got.shape == exact.shape
        assert got.dtype == dtype
        if dtype == np.float32:
            assert np.abs(got - exact).max(initial=0) <= FLOAT_TOLERANCE * conditioning
        else:
            scale = full_scale(dtype)
            allowed = integer_tolerance(engine) + FLOAT_TOLERANCE * scale * (conditioning - 1)
            assert np.abs(got - exact.clip(0, 1) * scale).max(initial=0) <= allowed
