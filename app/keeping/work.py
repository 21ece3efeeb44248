"""What the keeper's workers do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.keeping.amending import amended
from app.keeping.folders import places_of
from app.keeping.messages import Change, ReadBack, ReadRequest, Recall, Recalled, Saved, SaveRequest
from app.shoot.messages import Content
from mefcore import keeping
from mefcore.errors import MefError
from mefcore.job import Job
from mefcore.recipe import Recipe
from mefcore.sidecar import State


def recall(paths: Sequence[Path], how: Recall, start: Recipe) -> Recalled:
    """What was made of a bracket before, on disk and since."""
    search = keeping.find(paths, places_of(how.places, tuple(paths)))
    base = None if search.kept is None else search.kept.state.over(start)
    change = how.unsaved.get(frozenset(paths))
    state = base if change is None else resolved(change, base, start)
    return Recalled(state, search.kept, search.problems)


def save(request: SaveRequest, job: Job) -> Saved:
    """Write one sidecar, or remove one that has become empty.

    Raises:
        WriteError: it can be written nowhere.
    """
    last, change = request.last, request.change
    paths = tuple(request.exposures)
    places = places_of(request.places, paths)
    if last is None and not request.looked:
        last = keeping.find(paths, places).kept
    state = resolved(change, None if last is None else last.state, request.start)
    state = state.without(request.start)
    if state.untouched(request.start):
        if last is not None:
            keeping.discard(last, request.writer)
        return Saved(request, None)
    if last is not None and last.state == state and last.path.is_file():
        return Saved(request, last)
    done = keeping.write(request.exposures, state, places, writer=request.writer, last=last if request.alone else None)
    return Saved(request, done.kept, done.elsewhere, done.conflict)


def resolved(change: Change, base: State | None, start: Recipe) -> State:
    """The state after a change; of a set that was not open, another look becomes an undo step."""
    new = change.state.over(start)
    if change.whole:
        return new
    return amended((base or State(recipe=start)).over(start), new, look=change.look)


def read_all(request: ReadRequest, job: Job) -> ReadBack:
    """The sidecars of sets that are not open."""
    found: dict[Content, State] = {}
    problems: list[MefError] = []
    for content in request.contents:
        job.check()
        search = keeping.find(tuple(content), places_of(request.places, tuple(content)), brief=True)
        problems += search.problems
        if search.kept is not None:
            found[content] = search.kept.state
    return ReadBack(found, tuple(problems))
