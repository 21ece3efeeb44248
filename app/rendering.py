"""What a worker does for one repaint.  Imported in the worker, so that the window need not wait for numpy."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from app.canvas import pyramid, tint
from app.canvas.buffers import Buffers
from app.canvas.view import Raster
from app.color import display
from app.instruments.histogram_counts import of_pixels
from app.models.blend import Blend
from app.models.messages import (
    BLEND,
    LatticeSource,
    Picture,
    Region,
    Rendered,
    RenderRequest,
    WeightMap,
    Weights,
)
from app.work import engine, to_image
from mefcore import pipeline
from mefcore.blend import WeightGrid, weights_at
from mefcore.job import Job
from mefcore.lut.grid import Lut3D
from mefcore.recipe import Recipe

MAP = 1024
"""Longest side of a map of weights."""
MANY = 6
"""So many frames take longer to blend than their blend takes to be read back; with local weights any number does."""
BLENDS_BYTES = 320 << 20
"""More than that is not kept of blends: what a screen of 4K shows at the worst of zooms."""

_BUFFERS = Buffers()


def render(request: RenderRequest, job: Job) -> Rendered:
    """The pictures in view, by the engine that also writes files."""
    start = time.perf_counter()
    grid = None if request.prediction is None else pipeline.weights_of(request.prediction, request.recipe)
    lut = _lattice(request.source, request.recipe, job)
    # The region in view last: painted over the backdrop.
    regions = [r for r in (request.backdrop, request.region) if r is not None]
    after, blends = [], []
    if grid is not None:
        for region in regions:
            blend = _blend(request, grid, region, job)
            raster = blend.raster if blend.layers else None
            after.append(_picture(_looked_up(request, blend, lut, job), region, request, raster))
            blends.append(blend)
    before = _before(request, grid, regions, job) if request.need_before or grid is None else ()
    milliseconds = 1000 * (time.perf_counter() - start)
    weights = _weights(request, grid) if request.need_weights and grid is not None else None
    return Rendered(
        request=request,
        after=tuple(after),
        before=before,
        weights=weights,
        lut=lut,
        blends=tuple(blends),
        milliseconds=milliseconds,
        engine=engine().name,
        device=engine().device,
    )


def _picture(pixels: np.ndarray, region: Region, request: RenderRequest, raster: Raster | None = None) -> Picture:
    """``(h, w, 3)`` uint8 to be painted; what is in view is counted, the backdrop is not."""
    image = to_image(pixels, _BUFFERS.take((*pixels.shape[:2], 4)))
    counts = of_pixels(pixels) if region == request.region else None
    return Picture(image, region, counts, display.shown(image, request.icc), raster)


def _lattice(source: LatticeSource | None, recipe: Recipe, job: Job) -> Lut3D | None:
    if source is None:
        return None
    return source.ready or source.lattices.mix(recipe, source.size, mend=not source.plain, job=job)


# ---- the result


def _blend(request: RenderRequest, grid: WeightGrid, region: Region, job: Job) -> Blend:
    """The blend of a region: its pixels only from the second time on that it is asked for, and where that saves time.

    A view that moves is never asked for twice; a slider's is, and then a step of it is one lookup.  Where the screen
    has fewer pixels than the region, its own are what is kept: then a step makes no more than are seen, and the canvas
    need not scale them at every repaint.
    """
    few = grid.uniform and len(request.loaded.bracket) < MANY
    raster = request.raster if region == request.region else None
    asked = Blend(request.loaded, grid, region, raster, raw=few)
    known = next((b for b in request.blends if b.same(asked)), None)
    if known is None or known.layers:
        return asked if known is None else replace(known, weights=grid)
    room = 12 * (region.width * region.height + (0 if request.backdrop is None else 1 << 20))
    if (few and raster is None) or room > BLENDS_BYTES:
        return asked
    if few:
        layers = pyramid.crop(request.loaded.levels, region)
    else:
        # As exact as can be where every bit must be the same; else in half the memory, which is read at every step.
        kept = np.float32 if raster is None else np.uint16
        layers = [_from_frames(request, _Recipe(grid, None, request.recipe), region, kept, job)]
    if raster is not None:
        layers = [pyramid.sampled(layer, request.loaded.levels, region, raster, job) for layer in layers]
    for layer in layers:
        layer.flags.writeable = False
    return replace(asked, layers=tuple(layers))


def _looked_up(request: RenderRequest, blend: Blend, lut: Lut3D | None, job: Job) -> np.ndarray:
    """The blend in the LUT's colours, ``(h, w, 3)`` uint8.

    At the region's own pixels it is the same to the bit, whether the blend is known or not.
    """
    if not blend.layers:
        return _from_frames(request, _Recipe(blend.weights, lut, request.recipe), blend.region, np.uint8, job)
    interpolation = request.recipe.interpolation
    weights = blend.weights if blend.raw else [1.0]
    out = _BUFFERS.take(blend.layers[0].shape)
    return engine().apply(blend.layers, weights, lut, interpolation=interpolation, dtype=np.uint8, out=out, job=job)


@dataclass(frozen=True, eq=False)
class _Recipe:
    """A recipe's weights and its LUT, or None for the plain blend."""

    weights: WeightGrid
    lut: Lut3D | None
    recipe: Recipe


def _from_frames(
    request: RenderRequest, look: _Recipe, region: Region, dtype: type[np.generic], job: Job
) -> np.ndarray:
    levels = request.loaded.levels
    return engine().apply(
        pyramid.crop(levels, region),
        look.weights,
        look.lut,
        window=pyramid.window(levels, region),
        interpolation=look.recipe.interpolation,
        dtype=dtype,
        job=job,
    )


# ---- what it is compared with


def _before(request: RenderRequest, grid: WeightGrid | None, regions: list[Region], job: Job) -> tuple[Picture, ...]:
    look = _compared(request, grid, job)
    return tuple(_picture(_compared_pixels(request, look, region, job), region, request) for region in regions)


def _compared(request: RenderRequest, grid: WeightGrid | None, job: Job) -> _Recipe | None:
    """The blend or the look that is "before"; None for a frame."""
    if request.prediction is None or grid is None:
        return None
    if request.rival is not None:
        recipe, source = request.rival
        return _Recipe(pipeline.weights_of(request.prediction, recipe), _lattice(source, recipe, job), recipe)
    return _Recipe(grid, None, request.recipe) if request.before == BLEND else None


def _compared_pixels(request: RenderRequest, look: _Recipe | None, region: Region, job: Job) -> np.ndarray:
    if look is not None:
        return _from_frames(request, look, region, np.uint8, job)
    frames = pyramid.crop(request.loaded.levels, region)
    index = request.before if 0 <= request.before < len(frames) else request.loaded.bracket.reference
    return engine().apply([frames[index]], [1.0], None, dtype=np.uint8, job=job)


# ---- weights


def _weights(request: RenderRequest, grid: WeightGrid) -> Weights | None:
    if request.prediction is None:
        return None
    means = pipeline.mean_weights(request.prediction, grid)
    return Weights(grid, tuple(map(float, means)), _map(request, grid))


def _map(request: RenderRequest, grid: WeightGrid) -> WeightMap | None:
    if request.mapped is None:
        return None
    levels = request.loaded.levels
    values = weights_at(levels[pyramid.coarse(levels, MAP)], grid)
    return WeightMap(request.mapped, values, tint.image(values, request.mapped))
