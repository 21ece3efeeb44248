"""What workers do: plain functions of a frozen request and a job.  Imported in the worker, so that the window need not
wait for numpy, cv2 or torch."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from app.canvas import pyramid
from app.models.messages import (
    BLEND,
    Baked,
    BakeRequest,
    Exported,
    ExportRequest,
    InferRequest,
    Loaded,
    Picture,
    Rendered,
    RenderRequest,
)
from mefcore import pipeline
from mefcore.engine import Engine, select
from mefcore.job import Job
from mefcore.lut.grid import Lut3D

THUMB = 320
"""Longest side of a filmstrip picture, enough for a screen at 200 %."""


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine for screen and files alike."""
    return select("auto")


def load(paths: tuple[Path, ...], job: Job) -> Loaded:
    """Decode a bracket and prepare what the window shows of it."""
    import cv2

    from mefcore.io import load_bracket

    bracket = load_bracket(paths, job=job.part(0.0, 0.8))
    levels = pyramid.build(bracket.pixels, job.part(0.8, 0.95, "Preparing"))
    thumbs = []
    for small in levels[-1]:
        h, w = small.shape[:2]
        scale = min(1.0, THUMB / max(h, w))
        size = (max(1, round(w * scale)), max(1, round(h * scale)))
        resized = np.ascontiguousarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA))
        thumbs.append(to_image(engine().apply([resized], [1.0], None, dtype=np.uint8)))
    job.progress(0.98)
    folder = paths[0].absolute().name if len(paths) == 1 and paths[0].is_dir() else ""
    return Loaded(bracket, levels, tuple(thumbs), pipeline.thumbnails(bracket), folder)


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
    lattice = request.lattice or request.prediction.lut.sample(request.recipe.grid, job=job)
    lut = lattice.with_strength(request.recipe.strength)
    job.check()
    error = pipeline.measure(request.prediction, lut, request.recipe)
    return Baked(request, lattice, lut, error, 1000 * (time.perf_counter() - start))


def render(request: RenderRequest, job: Job) -> Rendered:
    """The pictures in view, by the engine that also writes files."""
    start = time.perf_counter()
    lut = _lattice(request)
    # The region in view last: painted over the backdrop.
    regions = [r for r in (request.backdrop, request.region) if r is not None]
    after, before = [], []
    for region in regions:
        frames = pyramid.crop(request.loaded.levels, region)
        if request.prediction is not None:
            pixels = pipeline.apply(frames, request.prediction, lut, request.recipe, engine(), dtype=np.uint8, job=job)
            after.append(Picture(to_image(pixels), region))
        if request.need_before or request.prediction is None:
            before.append(Picture(to_image(_before(request, frames, job)), region))
    milliseconds = 1000 * (time.perf_counter() - start)
    return Rendered(request, tuple(after), tuple(before), lut, milliseconds, engine().name, engine().device)


def _lattice(request: RenderRequest) -> Lut3D | None:
    source = request.source
    if source is None:
        return None
    if source.ready is not None:
        return source.ready
    if source.lattice is None:
        return None
    return source.lattice.resample(source.size).with_strength(source.strength)


def _before(request: RenderRequest, frames: Sequence[np.ndarray], job: Job) -> np.ndarray:
    if request.before == BLEND and request.prediction is not None:
        return pipeline.apply(frames, request.prediction, None, request.recipe, engine(), dtype=np.uint8, job=job)
    index = request.before if 0 <= request.before < len(frames) else request.loaded.bracket.reference
    return engine().apply([frames[index]], [1.0], None, dtype=np.uint8, job=job)


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
    return Exported(request.path, request.path.stat().st_size, time.perf_counter() - start, request.plain)


def _export_image(request: ExportRequest, job: Job) -> None:
    from mefcore.export import check_can_write, dtype_for, save_image

    check_can_write(request.path)
    lut = None if request.plain else _exact(request, job.part(0.0, 0.1, request.path.name))
    bracket = request.bracket
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
    save_image(request.path, pixels, metadata=metadata, job=job.part(0.4, 1.0, request.path.name))


def _export_cube(request: ExportRequest, job: Job) -> None:
    from mefcore.export import save_cube

    name = request.path.name
    lut = _exact(request, job.part(0.0, 0.5, name))
    save_cube(
        request.path,
        lut,
        request.bracket,
        request.prediction,
        request.recipe,
        title=request.path.stem,
        job=job.part(0.5, 1.0, name),
    )


def _exact(request: ExportRequest, job: Job) -> Lut3D:
    if request.lattice is not None:
        return request.lattice.with_strength(request.recipe.strength)
    return pipeline.bake(request.prediction, request.recipe, job=job)
