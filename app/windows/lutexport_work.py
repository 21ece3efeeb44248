"""What goes to the workers of LUT files and comes back, and what they do."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mefcore.recipe import Recipe

if TYPE_CHECKING:
    from mefcore.job import Job
    from mefcore.look.creative import Creative
    from mefcore.lut.roundtrip import RoundTrip
    from mefcore.lutexport import Estimate, LutOptions
    from mefcore.pipeline import Prediction
    from mefcore.prepare import Prepared


@dataclass(frozen=True, eq=False)
class EstimateRequest:
    """Measure what a file would be."""

    prediction: Prediction
    recipe: Recipe
    options: LutOptions


@dataclass(frozen=True, eq=False)
class Estimated:
    request: EstimateRequest
    estimate: Estimate


@dataclass(frozen=True, eq=False)
class LutRequest:
    """Write a LUT file."""

    path: Path
    prepared: Prepared
    prediction: Prediction
    recipe: Recipe
    options: LutOptions


@dataclass(frozen=True, eq=False)
class LutWritten:
    path: Path
    trip: RoundTrip
    seconds: float
    needs_base: bool
    """Whether no numbers in it can rebuild the blend."""


@dataclass(frozen=True, eq=False)
class RecreateRequest:
    """Write a folder that makes the picture again."""

    folder: Path
    prepared: Prepared
    prediction: Prediction
    recipe: Recipe


@dataclass(frozen=True, eq=False)
class Recreated:
    folder: Path
    files: int
    bytes: int
    seconds: float


@dataclass(frozen=True, eq=False)
class CreativeRead:
    """A LUT from a file, ready for a recipe; ``error``: of making one 3D LUT of it, in parts of 1."""

    path: Path
    creative: Creative
    error: float


def estimate(request: EstimateRequest, job: Job) -> Estimated:
    from mefcore.lutexport import estimate as measure

    return Estimated(request, measure(request.prediction, request.recipe, request.options, job=job))


def write(request: LutRequest, job: Job) -> LutWritten:
    from mefcore import pipeline
    from mefcore.lutexport import export_lut

    start = time.perf_counter()
    trip = export_lut(request.path, request.prepared, request.prediction, request.recipe, request.options, job=job)
    uniform = pipeline.weights_of(request.prediction, request.recipe).uniform
    needs_base = request.prepared.changed or not uniform
    return LutWritten(request.path, trip, time.perf_counter() - start, needs_base)


def recreate(request: RecreateRequest, job: Job) -> Recreated:
    from app.work import engine
    from mefcore.recreate import recreate as run

    start = time.perf_counter()
    done = run(request.folder, request.prepared, request.prediction, request.recipe, engine(), job=job)
    size = sum((done.folder / name).stat().st_size for name in done.files)
    return Recreated(request.folder, len(done.files), size, time.perf_counter() - start)


def read_creative(path: Path, job: Job) -> CreativeRead:
    from mefcore.look.creative import Creative
    from mefcore.lut.formats import open_lut

    found = open_lut(path)
    job.check()
    return CreativeRead(path, Creative.of(found.lut, path.stem), found.error)
