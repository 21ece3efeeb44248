"""What travels between the LUT page and its worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from mefcore.lut.grid import Lut3D
    from mefcore.lut.health import Health, SizeError
    from mefcore.lut.smallest import Smallest, Truth
    from mefcore.pipeline import Lattices, Prediction
    from mefcore.recipe import Recipe


@dataclass(frozen=True, eq=False)
class LutRequest:
    """Look a lattice over.

    Attributes:
        prediction, recipe: whose it is.
        lut: the lattice on screen.
        lattices: what it was mixed from.
    """

    prediction: Prediction
    recipe: Recipe
    lut: Lut3D
    lattices: Lattices


@dataclass(frozen=True, eq=False)
class Cloud:
    """Nodes of a lattice to be drawn, at most 17 per axis.

    Attributes:
        inputs, outputs: ``(P, 3)`` float32, sRGB-encoded, in 0…1.
        used: ``(P,)`` bool: whether the picture reads the cells around.
    """

    inputs: np.ndarray
    outputs: np.ndarray
    used: np.ndarray


@dataclass(frozen=True, eq=False)
class LutFacts:
    """Everything the page shows of a lattice.

    Attributes:
        request: what was asked.
        health: what was found.
        errors: ΔE2000 by size of lattice, for the function without repair.
        cells, nodes: shares of those that the picture uses.
        truth: what the lattice costs the picture.
        cloud: for the viewer.
        ramp: ``(n, 3)`` float64: what becomes of n greys from black to white.
        repaired: how much mending changed, in 8-bit codes, and the share of nodes; None where it is off.
    """

    request: LutRequest
    health: Health
    errors: tuple[SizeError, ...]
    cells: float
    nodes: float
    truth: Truth
    cloud: Cloud
    ramp: np.ndarray
    repaired: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class SmallestRequest:
    """Find the smallest lattice for a recipe, with a largest ΔE2000 of ``limit``."""

    prediction: Prediction
    recipe: Recipe
    limit: float


@dataclass(frozen=True, eq=False)
class SmallestFound:
    request: SmallestRequest
    found: Smallest
