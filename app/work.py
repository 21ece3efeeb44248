"""What workers do: plain functions of a frozen request and a job.  Imported in the worker, so that the window need not
wait for numpy, cv2 or torch."""

from __future__ import annotations

import gc
import sys
import time
from dataclasses import replace

import numpy as np
from PySide6.QtGui import QImage

from app import machine
from app.canvas import pyramid
from app.keeping.messages import Recalled
from app.models.messages import (
    AutoRequest,
    Baked,
    BakeRequest,
    Exported,
    ExportRequest,
    InferRequest,
    Loaded,
    LoadRequest,
    PrepareRequest,
    Refined,
    RefineRequest,
    Sampled,
    SampleRequest,
    Tuned,
)
from mefcore import pipeline
from mefcore.engine import Engine
from mefcore.finish import picks
from mefcore.job import Job
from mefcore.lut.grid import Lut3D
from mefcore.prepare import Prepared, reading_of
from mefcore.prepare import prepare as prepare_frames

THUMB = 320
"""Longest side of a filmstrip picture, enough for a screen at 200 %."""


def engine() -> Engine:
    """The engine for screen and files alike."""
    return machine.engine()


def load(request: LoadRequest, job: Job) -> Loaded:
    """Decode a bracket, and make of it what the window shows, as it was left."""
    from app.keeping.work import recall
    from mefcore.io import expand, load_bracket

    paths, recalled = request.paths, Recalled()
    if request.recall is not None:
        recalled = recall(expand(paths), request.recall, request.recipe)
    recipe = (recalled.state and recalled.state.recipe) or request.recipe
    bracket = load_bracket(paths, reading=reading_of(recipe), job=job.part(0.0, 0.5))
    folder = paths[0].absolute().name if len(paths) == 1 and paths[0].is_dir() else ""
    loaded = _shown(prepare_frames(bracket, recipe, job=job.part(0.5, 0.9)), folder, job.part(0.9, 1.0))
    return replace(loaded, recalled=recalled)


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
    job.check()
    if "torch" in sys.modules:
        _load_model()
        return
    # What a large library is made of stays for good.  To look for garbage in it again and again would stop all threads,
    # the window's too, for a tenth of a second each time.
    gc.disable()
    try:
        _load_model()
        gc.freeze()
    finally:
        gc.enable()


def _load_model() -> None:
    from mefcore.nets.student import load_model

    load_model("cpu")


def infer(request: InferRequest, job: Job) -> pipeline.Prediction:
    job.progress(0.0)
    return pipeline.infer(request.loaded.inputs, picks=picks(request.loaded.bracket.pixels))


def bake(request: BakeRequest, job: Job) -> Baked:
    """The exact lattice, and how far it is from the continuous LUT."""
    start = time.perf_counter()
    lattices = request.lattices or pipeline.lattices(request.prediction, request.recipe, job=job)
    lut = request.ready or lattices.mix(request.recipe, job=job)
    job.check()
    error = pipeline.measure(request.prediction, lut, request.recipe)
    return Baked(request, lattices, lut, error, 1000 * (time.perf_counter() - start))


def sample(request: SampleRequest, job: Job) -> Sampled:
    """The lattices of a recipe that is only compared with."""
    return Sampled(request, pipeline.lattices(request.prediction, request.recipe, job=job))


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


def to_image(pixels: np.ndarray, memory: np.ndarray | None = None) -> QImage:
    """A QImage of ``(H, W, 3)`` uint8; 32 bits, which Qt paints fastest.

    Args:
        memory: ``(H, W, 4)`` uint8 for its pixels, which keeps as long as the image does; by default its own.
    """
    import cv2

    height, width = pixels.shape[:2]
    if memory is None:
        memory = np.empty((height, width, 4), np.uint8)
    cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA, dst=memory)
    return QImage(memory.data, width, height, memory.strides[0], QImage.Format.Format_RGB32)


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
        quality=request.quality,
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
        return request.lattices.mix(request.recipe, job=job)
    return pipeline.bake(request.prediction, request.recipe, job=job)


def auto(request: AutoRequest, job: Job) -> Tuned:
    """A look for the picture as it is without one."""
    from mefcore.look.auto import auto_for

    job.progress(0.0)
    return Tuned(request, auto_for(request.prediction, request.recipe))
