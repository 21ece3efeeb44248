"""A series in the worker: every set is looked at once, then recipes are worked out as often as options change."""

from __future__ import annotations

import numpy as np

from app.series.messages import Gathered, GatherRequest, OneOf, Planned, PlanRequest
from app.shoot.fusing import SIDE
from app.shoot.work import small_picture
from mefcore.bracket import Frame, Metadata
from mefcore.errors import BracketError, MefError, ModelError
from mefcore.grouping import Entry
from mefcore.job import Job
from mefcore.quick import look_at
from mefcore.series import Member, Tone, member, smoothed, taken_over, tone


def gather(request: GatherRequest, job: Job) -> Gathered:
    """Ask the network about every set.

    Raises:
        BracketError: fewer than two can be read.
        ModelError: the network's weights.
    """
    sets: list[OneOf] = []
    members: list[Member] = []
    tones: list[Tone] = []
    left_out: list[tuple[str, str]] = []
    hero = None
    for i, one in enumerate(request.sets):
        job.progress(i / len(request.sets), one.name)
        try:
            made = _look(one, job)
        except ModelError:
            raise
        except MefError as error:
            left_out.append((one.name, error.message))
            continue
        if i == request.hero:
            hero = len(sets)
        sets.append(one)
        members.append(made)
        tones.append(tone(made))
    if len(sets) < 2:
        raise BracketError("a series takes two sets that can be read", hint="select more sets")
    return Gathered(request, tuple(sets), tuple(members), tuple(tones), hero, tuple(left_out))


def _look(one: OneOf, job: Job) -> Member:
    frames = [Frame(e.path, _pixels(e, job), Metadata(exposure=e.exposure)) for e in one.entries]
    return member(look_at(frames, job=job).prediction, one.recipe)


def _pixels(entry: Entry, job: Job) -> np.ndarray:
    job.check()
    if not entry.raw:
        return small_picture(entry, SIDE)
    # The picture inside a RAW file was developed by the camera, to another taste than ours.
    import cv2

    from mefcore.io import load_frame

    pixels = load_frame(entry.path, job=job).pixels
    height, width = pixels.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    return cv2.resize(
        pixels, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )


def plan(request: PlanRequest, job: Job) -> Planned:
    """Recipes by the person's options.

    Raises:
        BracketError, RecipeError: see :mod:`mefcore.series`.
    """
    gathered, options = request.gathered, request.options
    if options.way == "one":
        if gathered.hero is None:
            raise BracketError("the set on screen is not one of the series", hint="open one of its sets")
        hero = gathered.members[gathered.hero]
        recipes = []
        for i, other in enumerate(gathered.members):
            job.check()
            same = i == gathered.hero
            kinds = {"edits": options.edits, "lut": options.lut, "weights": options.weights}
            recipes.append(other.recipe if same else taken_over(hero, other, **kinds))
    else:
        kinds = {"weights": options.weights, "lut": options.lut, "even": options.even}
        recipes = list(smoothed(gathered.members, options.radius, **kinds, job=job.part(0.0, 0.7)))
    tones = []
    for i, (known, recipe) in enumerate(zip(gathered.members, recipes, strict=True)):
        job.progress(0.7 + 0.3 * i / len(recipes))
        tones.append(tone(Member(known.prediction, recipe)))
    return Planned(request, tuple(recipes), tuple(tones))
