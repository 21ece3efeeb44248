"""What the picker's worker does; imported there, so that the window need not wait for numpy."""

from __future__ import annotations

import numpy as np

from app.instruments.picker_messages import GreyRequest, Picked, PickRequest, Point, Sample, Seen, Value
from app.work import engine
from mefcore import pipeline
from mefcore.blend import Window
from mefcore.bracket import full_scale
from mefcore.color import srgb_to_lab
from mefcore.job import Job
from mefcore.look.neutral import Neutral, neutralise
from mefcore.lut.grid import Lut3D


def pick(request: PickRequest, job: Job) -> Picked:
    """Values of the frames at full size and, by the engine that makes files, of what is made of them."""
    samples = []
    for point in request.points:
        job.check()
        samples.append(_sample(request.seen, point, request.size, job))
    return Picked(request, tuple(samples))


def neutral(request: GreyRequest, job: Job) -> Neutral:
    """The white balance for the colour that the network's LUT gives a place, before the look.

    Raises:
        MefError: the place is as good as black or burnt out.
    """
    seen = request.seen
    if seen.prediction is None:
        raise RuntimeError("there is no result to balance")
    crop, window = crop_at(seen, request.point, request.size)
    blend = _mean(_made(seen, crop, window, None, job))
    before = pipeline.FinalLut(pipeline.lut_of(seen.prediction, seen.recipe), seen.recipe.strength, None)
    return neutralise(before.at(blend[None], job=job)[0])


def crop_at(seen: Seen, point: Point, size: int) -> tuple[list[np.ndarray], Window]:
    """Every frame's square around a point, cut off at the picture's edges, and which part of the picture it is."""
    frames = seen.loaded.levels[0]
    height, width = frames[0].shape[:2]
    half = size // 2
    column, row = min(int(point[0] * width), width - 1), min(int(point[1] * height), height - 1)
    left, top = max(column - half, 0), max(row - half, 0)
    right, bottom = min(column + half + 1, width), min(row + half + 1, height)
    window = Window.of_pixels(top, left, bottom - top, right - left, height, width)
    return [frame[top:bottom, left:right] for frame in frames], window


def _sample(seen: Seen, point: Point, size: int, job: Job) -> Sample:
    crop, window = crop_at(seen, point, size)
    frames = tuple(_value(_mean(frame / full_scale(frame.dtype))) for frame in crop)
    if seen.prediction is None:
        return Sample(frames, None, None)
    blend = _value(_mean(_made(seen, crop, window, None, job)))
    result = None if seen.lut is None else _value(_mean(_made(seen, crop, window, seen.lut, job)))
    return Sample(frames, blend, result)


def _made(seen: Seen, crop: list[np.ndarray], window: Window, lut: Lut3D | None, job: Job) -> np.ndarray:
    if seen.prediction is None:
        raise RuntimeError("nothing to blend with")
    return pipeline.apply(
        crop, seen.prediction, lut, seen.recipe, engine(), dtype=np.float32, window=window, job=job, threads=1
    )


def _mean(pixels: np.ndarray) -> np.ndarray:
    """Of encoded values, ``(3,)`` float64; each clamped before as it is in a file."""
    return np.asarray(np.clip(pixels, 0.0, 1.0).mean((0, 1), dtype=np.float64))


def _value(rgb: np.ndarray) -> Value:
    red, green, blue = (float(v) for v in rgb)
    light, a, b = (float(v) for v in srgb_to_lab(rgb))
    return Value((red, green, blue), (light, a, b))
