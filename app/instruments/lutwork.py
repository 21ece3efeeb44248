"""What the LUT page's worker does; imported there."""

from __future__ import annotations

import numpy as np

from app.instruments.lutmessages import Cloud, LutFacts, LutRequest, SmallestFound, SmallestRequest
from mefcore import pipeline
from mefcore.finish import colours_of
from mefcore.job import Job
from mefcore.lut.coverage import coverage
from mefcore.lut.grid import Lut3D, lattice
from mefcore.lut.health import SIZES, examine, size_errors
from mefcore.lut.smallest import smallest, truth

CLOUD = 17
"""Nodes per axis that are drawn, at most."""
RAMP = 129
"""Greys on the curves."""
_TRIED = 256
"""Pixels of the picture along each side, at most, whose colours the continuous LUT is asked for."""


def look_over(request: LutRequest, job: Job) -> LutFacts:
    """All there is to say of a lattice; about 0.3 s for one of 33."""
    recipe, lut = request.recipe, request.lut
    colours = colours_of(request.prediction, recipe)
    used = coverage(colours, lut.size)
    job.check()
    final = pipeline.final_of(request.prediction, recipe)
    health = examine(lut, final.at, used=used.cells)
    job.check()
    errors = tuple(size_errors(final.at, SIZES, job=job))
    step = max(1, -(-max(colours.shape[:2]) // _TRIED))
    cost = truth(final.at, lut, colours[::step, ::step], recipe.interpolation)
    job.check()
    greys = np.repeat(np.linspace(0, 1, RAMP)[:, None], 3, axis=1)
    return LutFacts(
        request,
        health,
        errors,
        used.share,
        used.node_share,
        cost,
        cloud_of(lut, colours),
        lut.evaluate(greys, recipe.interpolation),
        _repaired(request),
    )


def cloud_of(lut: Lut3D, colours: np.ndarray) -> Cloud:
    """The nodes to be drawn, and which of them the picture reads or has beside it."""
    n = min(lut.size, CLOUD)
    inputs = lattice(n)
    nodes = coverage(colours, n).nodes
    return Cloud(inputs.reshape(-1, 3), lut.resample(n).table.reshape(-1, 3), nodes.ravel())


def _repaired(request: LutRequest) -> tuple[float, float] | None:
    if request.recipe.repair == "off":
        return None
    plain = request.lattices.mix(request.recipe.with_(repair="off"))
    moved = np.abs(np.nan_to_num(plain.table) - request.lut.table).max(axis=-1)
    return 255 * float(moved.max()), float((moved > 0).mean())


def find_smallest(request: SmallestRequest, job: Job) -> SmallestFound:
    final = pipeline.final_of(request.prediction, request.recipe)
    return SmallestFound(request, smallest(final.at, request.limit, job=job))
