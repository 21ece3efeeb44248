"""What travels between the window and its workers: frozen requests and results, never touched after they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.keeping.messages import Recall, Recalled
from mefcore.choices import Space

if TYPE_CHECKING:
    import threading

    import numpy as np
    from PySide6.QtGui import QImage

    from app.canvas.view import Raster
    from app.instruments.clipping import Clipped
    from app.instruments.histogram_counts import Histogram
    from app.models.blend import Blend
    from mefcore.blend import WeightGrid
    from mefcore.bracket import Bracket
    from mefcore.found import Found
    from mefcore.lut.error import LatticeError
    from mefcore.lut.grid import Lut3D
    from mefcore.pipeline import Lattices, Prediction
    from mefcore.prepare import Prepared
    from mefcore.recipe import Recipe

BLEND = -1
"""The "before" that is no frame: the plain blend, without the LUT."""
OPENED = -2
"""The "before" that is the look with which the bracket was opened."""
SNAPSHOT = -3
"""The "before" that is a snapshot of this bracket."""


@dataclass(frozen=True, eq=False)
class Loaded:
    """A bracket and what the window needs beside it.

    Attributes:
        prepared: the frames, aligned and deghosted, and what they were before.
        levels: mip pyramid, ``levels[i][k]`` is frame k at ``1 / 2**i`` of the size; level 0 is the frames themselves.
        thumbs: small pictures for the filmstrip.
        inputs: ``(K, 128, 128, 3)`` float32 thumbnails the network reads.
        folder: name of the folder that was opened; empty when files were.
        recalled: what was made of the bracket before.
    """

    prepared: Prepared
    levels: tuple[tuple[np.ndarray, ...], ...]
    thumbs: tuple[QImage, ...]
    inputs: np.ndarray
    folder: str = ""
    recalled: Recalled = field(default_factory=Recalled)

    @property
    def bracket(self) -> Bracket:
        """The frames to blend."""
        return self.prepared.bracket

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """``(width, height)`` of each level."""
        return tuple((frames[0].shape[1], frames[0].shape[0]) for frames in self.levels)


@dataclass(frozen=True)
class LoadRequest:
    """Read these files and folders, and prepare what is in them.

    Attributes:
        recipe: how, where nothing was made of them before.
        recall: how to find what was; None not to ask.
    """

    paths: tuple[Path, ...]
    recipe: Recipe
    recall: Recall | None = None


@dataclass(frozen=True)
class PrepareRequest:
    """Prepare a bracket that is open anew, as ``recipe`` says."""

    loaded: Loaded
    recipe: Recipe


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
        lattices: exact lattices at full strength, perhaps of another size: then the picture is a draft.
        size: points per axis wanted.
        ready: the finished lattice, where there is one.
        plain: it is not mended yet, though the recipe says so: that would take too long, and the picture is a draft.
    """

    lattices: Lattices
    size: int
    ready: Lut3D | None = None
    plain: bool = False

    @property
    def exact(self) -> bool:
        return self.lattices.size == self.size and not self.plain


@dataclass(frozen=True)
class RenderRequest:
    """One repaint.

    Attributes:
        loaded: whose pixels.
        prediction: None until the network answered: then there is only a "before".
        recipe: of the picture.
        source: where the lattice comes from; None without a prediction.
        region: what is visible.
        backdrop: the whole picture, coarsely, to show while the view moves; None when ``region`` is the whole.
        before: a frame's index, :data:`BLEND`, :data:`OPENED` or :data:`SNAPSHOT`.
        need_before: False when the "before" on screen is still good.
        rival: recipe and lattice of a "before" that is a look.
        need_weights: False when the weights last told are still good.
        mapped: whose weights to show as a map, a frame's index or :data:`BLEND` for everyone's; None for no map.
        icc: the profile of the monitor; empty where colours are shown as they are.
        blends: those of the last picture, which may be those of this one.
        raster: the device pixels over ``region``, where they are fewer than its own.
    """

    loaded: Loaded
    prediction: Prediction | None
    recipe: Recipe
    source: LatticeSource | None
    region: Region
    backdrop: Region | None
    before: int
    need_before: bool
    need_weights: bool = False
    mapped: int | None = None
    rival: tuple[Recipe, LatticeSource] | None = None
    icc: bytes = b""
    blends: tuple[Blend, ...] = ()
    raster: Raster | None = None


@dataclass(frozen=True, eq=False)
class WeightMap:
    """Weights over the whole picture.

    Attributes:
        frame: whose; :data:`BLEND` for everyone's.
        values: ``(K, h, w)`` float32, on the simplex over K.
        image: to be painted over the grey picture, translucent, of the same size.
    """

    frame: int
    values: np.ndarray
    image: QImage


@dataclass(frozen=True, eq=False)
class GhostMap:
    """Where frames were replaced by the reference frame.

    Attributes:
        image: to be painted over the grey picture, translucent, stretched over all of it.
        text: what the plate beside it says.
    """

    image: QImage
    text: str


@dataclass(frozen=True, eq=False)
class Weights:
    """What the frames weigh in a picture.

    Attributes:
        grid: the weights themselves.
        means: per frame, over the whole picture.
        map: where it was asked for.
    """

    grid: WeightGrid
    means: tuple[float, ...]
    map: WeightMap | None


@dataclass(frozen=True, eq=False)
class Picture:
    """Rendered pixels and where they belong.

    Attributes:
        image: the pixels.
        region: of a pyramid level of the whole picture.
        histogram: of the pixels; None for a backdrop.
        shown: the pixels in the colours of the monitor; None where they are the same.
        raster: where the pixels are, if they are not the region's own.
    """

    image: QImage
    region: Region
    histogram: Histogram | None = None
    shown: QImage | None = None
    raster: Raster | None = None

    @property
    def painted(self) -> QImage:
        """What belongs on the screen; whoever reads values takes :attr:`image`."""
        return self.image if self.shown is None else self.shown

    @cached_property
    def grey(self) -> QImage:
        """The same without colour, for a map to be painted over."""
        return self.image.convertToFormat(self.image.Format.Format_Grayscale8)

    @cached_property
    def clipped(self) -> Clipped:
        """Its black and its burnt-out pixels."""
        from app.instruments.clipping import find

        return find(self.image)


@dataclass(frozen=True, eq=False)
class Rendered:
    """A repaint's result; first of each pair the backdrop (or None), then the region in view.

    Attributes:
        request: what was asked.
        after, before: what is to be painted; empty where it was not asked for.
        weights: None where they were not asked for.
        lut: the lattice used, to be handed back as ``ready``.
        blends: what the LUT was applied to, to be handed back.
        milliseconds: spent making pixels.
        engine, device: who made them.
    """

    request: RenderRequest
    after: tuple[Picture, ...]
    before: tuple[Picture, ...]
    weights: Weights | None
    lut: Lut3D | None
    blends: tuple[Blend, ...]
    milliseconds: float
    engine: str
    device: str


@dataclass(frozen=True)
class BakeRequest:
    """Sample the continuous LUTs, and measure the lattice.

    Attributes:
        lattices: theirs at full strength, where they are known already.
        ready: what the recipe makes of these, where that is known already.
    """

    prediction: Prediction
    recipe: Recipe
    lattices: Lattices | None
    ready: Lut3D | None = None


@dataclass(frozen=True)
class SampleRequest:
    """Sample the continuous LUTs for a recipe that is only compared with."""

    prediction: Prediction
    recipe: Recipe


@dataclass(frozen=True, eq=False)
class Sampled:
    request: SampleRequest
    lattices: Lattices


@dataclass(frozen=True, eq=False)
class Baked:
    """Exact lattices at full strength, what the recipe mixes of them, and how far that is from the continuous LUT."""

    request: BakeRequest
    lattices: Lattices
    lut: Lut3D
    error: LatticeError
    milliseconds: float


@dataclass(frozen=True)
class ExportRequest:
    """Write ``path`` from these; its suffix says what.

    Attributes:
        lattices: of the recipe, where they are known already.
        plain: the blend without the LUT.
        space: colour space of a picture; a plain blend is always sRGB, which the LUT expects.
        quality: of JPEG, 1 … 100.
    """

    path: Path
    prepared: Prepared
    prediction: Prediction
    recipe: Recipe
    lattices: Lattices | None
    plain: bool = False
    space: Space = "srgb"
    quality: int = 95


@dataclass(frozen=True)
class Exported:
    """A file that was written; ``needs_base``: a ``.cube`` whose blend no numbers in it can rebuild."""

    path: Path
    bytes: int
    seconds: float
    plain: bool = False
    needs_base: bool = False
    space: Space = "srgb"


@dataclass(frozen=True)
class RefineRequest:
    """Optimise one bracket's weights and LUT, beginning with what ``recipe`` found before.

    Attributes:
        look: a picture whose look to match; None for likeness to the frames.
        enough: set once the best so far will do.
    """

    loaded: Loaded
    prediction: Prediction
    recipe: Recipe
    look: Path | None
    enough: threading.Event


@dataclass(frozen=True, eq=False)
class Refined:
    request: RefineRequest
    found: Found


@dataclass(frozen=True)
class AutoRequest:
    """Find a look for this picture; that of ``recipe`` does not count."""

    loaded: Loaded
    prediction: Prediction
    recipe: Recipe


@dataclass(frozen=True, eq=False)
class Tuned:
    """Parameters of the look that suit the picture."""

    request: AutoRequest
    changes: dict[str, float]
