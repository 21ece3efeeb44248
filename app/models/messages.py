"""What travels between the window and its workers: frozen requests and results, never touched after they are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PySide6.QtGui import QImage

    from mefcore.bracket import Bracket
    from mefcore.lut.error import LatticeError
    from mefcore.lut.grid import Lut3D
    from mefcore.pipeline import Prediction
    from mefcore.recipe import Recipe

BLEND = -1
"""The "before" that is no frame: the plain blend, without the LUT."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """A bracket and what the window needs beside it.

    Attributes:
        bracket: the frames.
        levels: mip pyramid, ``levels[i][k]`` is frame k at ``1 / 2**i`` of the size; level 0 is the frames themselves.
        thumbs: small pictures for the filmstrip.
        inputs: ``(K, 128, 128, 3)`` float32 thumbnails the network reads.
        folder: name of the folder that was opened; empty when files were.
    """

    bracket: Bracket
    levels: tuple[tuple[np.ndarray, ...], ...]
    thumbs: tuple[QImage, ...]
    inputs: np.ndarray
    folder: str = ""


@dataclass(frozen=True)
class InferRequest:
    loaded: Loaded


@dataclass(frozen=True)
class Region:
    """A rectangle of a pyramid level, in that level's pixels."""

    level: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class LatticeSource:
    """How a worker comes by the lattice to look colours up in.

    Attributes:
        lattice: an exact lattice at full strength, perhaps of another size: then the picture is a draft.
        size: points per axis wanted.
        strength: in ``[0, 1]``.
        ready: the finished lattice, where there is one.
    """

    lattice: Lut3D | None
    size: int
    strength: float
    ready: Lut3D | None = None

    @property
    def exact(self) -> bool:
        return self.lattice is not None and self.lattice.size == self.size


@dataclass(frozen=True)
class RenderRequest:
    """One repaint.

    Attributes:
        loaded: whose pixels.
        prediction: None until the network answered: then there is only a "before".
        recipe: of the picture; its interpolation is read here.
        source: where the lattice comes from; None without a prediction.
        region: what is visible.
        backdrop: the whole picture, coarsely, to show while the view moves; None when ``region`` is the whole.
        before: a frame's index or :data:`BLEND`.
        need_before: False when the "before" on screen is still good.
    """

    loaded: Loaded
    prediction: Prediction | None
    recipe: Recipe
    source: LatticeSource | None
    region: Region
    backdrop: Region | None
    before: int
    need_before: bool


@dataclass(frozen=True, eq=False)
class Picture:
    """Rendered pixels and where they belong: ``region`` of a pyramid level of the whole picture."""

    image: QImage
    region: Region


@dataclass(frozen=True, eq=False)
class Rendered:
    """A repaint's result; first of each pair the backdrop (or None), then the region in view.

    Attributes:
        request: what was asked.
        after, before: what is to be painted; empty where it was not asked for.
        lut: the lattice used, to be handed back as ``ready``.
        milliseconds: spent making pixels.
        engine, device: who made them.
    """

    request: RenderRequest
    after: tuple[Picture, ...]
    before: tuple[Picture, ...]
    lut: Lut3D | None
    milliseconds: float
    engine: str
    device: str


@dataclass(frozen=True)
class BakeRequest:
    """Sample the continuous LUT; ``lattice`` is the full-strength lattice when it is known already."""

    prediction: Prediction
    recipe: Recipe
    lattice: Lut3D | None


@dataclass(frozen=True, eq=False)
class Baked:
    """An exact lattice: at full strength, at the recipe's strength, and its distance from the continuous LUT."""

    request: BakeRequest
    lattice: Lut3D
    lut: Lut3D
    error: LatticeError
    milliseconds: float


@dataclass(frozen=True)
class ExportRequest:
    """Write ``path`` from these; its suffix says what.  ``plain``: the blend without the LUT."""

    path: Path
    bracket: Bracket
    prediction: Prediction
    recipe: Recipe
    lattice: Lut3D | None
    plain: bool = False


@dataclass(frozen=True)
class Exported:
    path: Path
    bytes: int
    seconds: float
    plain: bool = False
