"""What workers do: plain functions of a frozen request and a job.  Imported in the worker, so that the window need not
wait for numpy, cv2 or torch."""

from __future__ import annotations

import time
from functools import lru_cache

import numpy as np
from PySide6.QtGui import QImage

from app.canvas import pyramid, tint
from app.models.messages import (
    BLEND,
    Baked,
    BakeRequest,
    Exported,
    ExportRequest,
    InferRequest,
    Loaded,
    LoadRequest,
    Picture,
    PrepareRequest,
    Refined,
    RefineRequest,
    Region,
    Rendered,
    RenderRequest,
    WeightMap,
    Weights,
)
from mefcore import pipeline
from mefcore.blend import WeightGrid, weights_at
from mefcore.engine import Engine, select
from mefcore.job import Job
from mefcore.lut.grid import Lut3D
from mefcore.prepare import Prepared, reading_of
from mefcore.prepare import prepare as prepare_frames

THUMB = 320
"""Longest side of a filmstrip picture, enough for a screen at 200 %."""
MAP = 1024
"""Longest side of a map of weights."""


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine for screen and files alike."""
    return select("auto")


def load(request: LoadRequest, job: Job) -> Loaded:
    """Decode a bracket, and make of it what the window shows."""
    from mefcore.io import load_bracket

    paths = request.paths
    bracket = load_bracket(paths, reading=reading_of(request.recipe), job=job.part(0.0, 0.5))
    folder = paths[0].absolute().name if len(paths) == 1 and paths[0].is_dir() else ""
    return _shown(prepare_frames(bracket, request.recipe, job=job.part(0.5, 0.9)), folder, job.part(0.9, 1.0))


def prepare(request: PrepareRequest, job: Job) -> tuple[Loaded, pipeline.Prediction]:
    """Frames made anew from a bracket that is open, and what the network says of them."""
    known = request.loaded.prepared
    if known.recipe.key("load") != request.recipe.key("load"):
        from mefcore.io import load_bracket

        paths = [frame.path for frame in known.source.frames]
        bracket = load_bracket(paths, reading=reading_of(request.recipe), job=job.part(0.0, 0.5))
    else:
        bracket = known.source
    prepared = prepare_frames(bracket, request.recipe, known=known, job=job.part(0.5, 0.9))
    loaded = _shown(prepared, request.loaded.folder, job.part(0.9, 1.0))
    return loaded, infer(InferRequest(loaded), job)


def _shown(prepared: Prepared, folder: str, job: Job) -> Loaded:
    import cv2

    bracket = prepared.bracket
    levels = pyramid.build(bracket.pixels, job.part(0.0, 0.8, "Preparing"))
    thumbs = []
    for small in levels[-1]:
        h, w = small.shape[:2]
        scale = min(1.0, THUMB / max(h, w))
        size = (max(1, round(w * scale)), max(1, round(h * scale)))
        resized = np.ascontiguousarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA))
        thumbs.append(to_image(engine().apply([resized], [1.0], None, dtype=np.uint8)))
    job.progress(0.9)
    return Loaded(prepared, levels, tuple(thumbs), pipeline.thumbnails(bracket), folder)


def warm_up(_: object, job: Job) -> None:
    """Import torch and read the model while the person is still looking for files."""
    from mefcore.nets.student import load_model

    job.check()
    load_model("cpu")


def infer(request: InferRequest, job: Job) -> pipeline.Prediction:
    job.progress(0.0)
    return pipeline.infer(request.loaded.inputs)


def bake(request: BakeRequest, job: Job) -> Baked:
    """The exact lattice, and how far it is from the continuous LUT."""
    start = time.perf_counter()
    lattices = request.lattices or pipeline.lattices(request.prediction, request.recipe, job=job)
    lut = lattices.mix(request.recipe)
    job.check()
    error = pipeline.measure(request.prediction, lut, request.recipe)
    return Baked(request, lattices, lut, error, 1000 * (time.perf_counter() - start))


def refine(request: RefineRequest, job: Job) -> Refined:
    """A few seconds of optimisation of this bracket alone."""
    from mefcore.io import load_frame
    from mefcore.refine import SIZE
    from mefcore.refine import refine as optimise

    job.progress(0.0)
    look = None if request.look is None else load_frame(request.look, job=job).pixels
    levels = request.loaded.levels
    found = optimise(
        levels[pyramid.fine(levels, SIZE)],
        pipeline.refined(request.prediction, request.recipe),
        local=request.recipe.local > 0,
        look=look,
        look_name="" if request.look is None else request.look.name,
        enough=request.enough.is_set,
        job=job,
    )
    return Refined(request, found)


def render(request: RenderRequest, job: Job) -> Rendered:
    """The pictures in view, by the engine that also writes files."""
    start = time.perf_counter()
    lut = _lattice(request)
    # The region in view last: painted over the backdrop.
    regions = [r for r in (request.backdrop, request.region) if r is not None]
    after, before = [], []
    for region in regions:
        if request.prediction is not None:
            after.append(Picture(to_image(_apply(request, region, lut, job)), region))
        if request.need_before or request.prediction is None:
            before.append(Picture(to_image(_before(request, region, job)), region))
    milliseconds = 1000 * (time.perf_counter() - start)
    weights = _weights(request) if request.need_weights else None
    return Rendered(request, tuple(after), tuple(before), weights, lut, milliseconds, engine().name, engine().device)


def _lattice(request: RenderRequest) -> Lut3D | None:
    source = request.source
    if source is None:
        return None
    return source.ready or source.lattices.mix(request.recipe, source.size)


def _apply(request: RenderRequest, region: Region, lut: Lut3D | None, job: Job) -> np.ndarray:
    if request.prediction is None:
        raise RuntimeError("nothing to blend with")
    levels = request.loaded.levels
    return pipeline.apply(
        pyramid.crop(levels, region),
        request.prediction,
        lut,
        request.recipe,
        engine(),
        dtype=np.uint8,
        job=job,
        window=pyramid.window(levels, region),
    )


def _before(request: RenderRequest, region: Region, job: Job) -> np.ndarray:
    if request.before == BLEND and request.prediction is not None:
        return _apply(request, region, None, job)
    frames = pyramid.crop(request.loaded.levels, region)
    index = request.before if 0 <= request.before < len(frames) else request.loaded.bracket.reference
    return engine().apply([frames[index]], [1.0], None, dtype=np.uint8, job=job)


def _weights(request: RenderRequest) -> Weights | None:
    if request.prediction is None:
        return None
    grid = pipeline.weights_of(request.prediction, request.recipe)
    means = pipeline.mean_weights(request.prediction, grid)
    return Weights(grid, tuple(map(float, means)), _map(request, grid))


def _map(request: RenderRequest, grid: WeightGrid) -> WeightMap | None:
    if request.mapped is None:
        return None
    levels = request.loaded.levels
    values = weights_at(levels[pyramid.coarse(levels, MAP)], grid)
    return WeightMap(request.mapped, values, tint.image(values, request.mapped))


def to_image(pixels: np.ndarray) -> QImage:
    """A QImage with pixels of its own from ``(H, W, 3)`` uint8; 32 bits, which Qt paints fastest."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    borrowed = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def export(request: ExportRequest, job: Job) -> Exported:
    """Write the picture, or the ``.cube``, at full size."""
    start = time.perf_counter()
    if request.path.suffix.lower() == ".cube":
        _export_cube(request, job)
    else:
        _export_image(request, job)
    return Exported(
        request.path,
        request.path.stat().st_size,
        time.perf_counter() - start,
        request.plain,
        needs_base=request.path.suffix.lower() == ".cube" and not _rebuildable(request),
        space="srgb" if request.plain or request.path.suffix.lower() == ".cube" else request.space,
    )


def _rebuildable(request: ExportRequest) -> bool:
    """Whether one number per frame is all that another program needs to blend as this recipe does."""
    return not request.prepared.changed and pipeline.weights_of(request.prediction, request.recipe).uniform


def _export_image(request: ExportRequest, job: Job) -> None:
    from mefcore.export import check_can_write, dtype_for, save_image

    check_can_write(request.path)
    lut = None if request.plain else _exact(request, job.part(0.0, 0.1, request.path.name))
    bracket = request.prepared.bracket
    pixels = pipeline.apply(
        bracket.pixels,
        request.prediction,
        lut,
        request.recipe,
        engine(),
        dtype=dtype_for(request.path),
        job=job.part(0.1, 0.4, request.path.name),
    )
    metadata = bracket.frames[bracket.reference].metadata
    save_image(
        request.path,
        pixels,
        metadata=metadata,
        space="srgb" if request.plain else request.space,
        job=job.part(0.4, 1.0, request.path.name),
    )


def _export_cube(request: ExportRequest, job: Job) -> None:
    from mefcore.export import save_cube

    name = request.path.name
    lut = _exact(request, job.part(0.0, 0.5, name))
    save_cube(
        request.path,
        lut,
        request.prepared,
        request.prediction,
        request.recipe,
        title=request.path.stem,
        job=job.part(0.5, 1.0, name),
    )


def _exact(request: ExportRequest, job: Job) -> Lut3D:
    if request.lattices is not None:
        return request.lattices.mix(request.recipe)
    return pipeline.bake(request.prediction, request.recipe, job=job)
