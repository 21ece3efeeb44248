"""Opening again what was open, wherever its frames are now: the worker's part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from app.keeping import recent
from app.keeping.messages import Recall
from app.keeping.recent import ShootRecord
from app.keeping.work import resolved
from app.shoot.messages import Content, Division
from mefcore.errors import BracketError, ReadError, RecipeError
from mefcore.job import Job
from mefcore.keeping import Kept, Places, absolute, find, read
from mefcore.limits import MIN_FRAMES
from mefcore.moved import locate
from mefcore.recipe import SECTIONS, Recipe
from mefcore.sidecar import FrameRef, State, is_sidecar, parse


@dataclass(frozen=True, eq=False)
class Reopened:
    """What is to be opened, and what of it is not there.

    Attributes:
        paths: files and folders.
        division: how the files are divided.
        gone: frames that are missing, and what is known of them.
        states: what was made of sets, where opening them would not find it.
        found: how many that were missing have been found.
    """

    paths: tuple[Path, ...]
    division: Division
    gone: Mapping[Path, FrameRef] = field(default_factory=dict)
    states: Mapping[Content, State] = field(default_factory=dict)
    found: int = 0

    @property
    def frames(self) -> int:
        """How many there are, with those that were set aside."""
        return len({path for one in (*self.division.sets, self.division.aside) for path in one} | self.gone.keys())

    @property
    def enough(self) -> bool:
        """Whether a bracket is left without what is missing."""
        return any(sum(path not in self.gone for path in one) >= MIN_FRAMES for one in self.division.sets)

    def without(self, start: Recipe) -> Reopened:
        """The same without what is missing."""

        def left(files: tuple[Path, ...]) -> tuple[Path, ...]:
            return tuple(path for path in files if path not in self.gone)

        sets = tuple(one for whole in self.division.sets if (one := left(whole)))
        division = Division(sets, left(self.division.aside), left(self.division.open), self.division.corrected)
        states = {left_of(one, self.gone): reduced(state, one, self.gone, start) for one, state in self.states.items()}
        return Reopened(left(self.paths), division, {}, {c: s for c, s in states.items() if c})


def left_of(one: Content, gone: Mapping[Path, FrameRef]) -> Content:
    return frozenset(path for path in one if path not in gone)


def reduced(state: State, one: Content, gone: Mapping[Path, FrameRef], start: Recipe) -> State:
    """What of a set's state is true of fewer frames: what was found or painted on them all is not."""
    frames = len(left_of(one, gone))
    if frames == len(one):
        return state
    snapshots = tuple(
        msgspec.structs.replace(s, recipe=start.pasted(s.recipe, SECTIONS, frames)) for s in state.snapshots
    )
    recipe = None if state.recipe is None else start.pasted(state.recipe, SECTIONS, frames)
    return State(recipe=recipe, rating=state.rating, rejected=state.rejected, snapshots=snapshots)


@dataclass(frozen=True, eq=False)
class ShootRequest:
    """Open a shoot again, by its record."""

    record: Path
    places: Places


@dataclass(frozen=True, eq=False)
class LostRequest:
    """Look what is left of the shoot that is open.

    Attributes:
        shoot: it, its open set the one that was asked for.
        folder: of the records of shoots.
        recall: how to find what was made of its sets.
        start: with what sets are opened that have no look of their own.
    """

    shoot: ShootRecord
    folder: Path
    recall: Recall
    start: Recipe


@dataclass(frozen=True, eq=False)
class FileRequest:
    """Open what is in a JSON file."""

    path: Path
    places: Places


@dataclass(frozen=True, eq=False)
class LocateRequest:
    """Look in a folder for what is missing."""

    folder: Path
    wanted: Reopened
    places: Places


def shoot(request: ShootRequest, job: Job) -> Reopened:
    """A shoot by its record.

    Raises:
        ReadError: the record is gone.
    """
    record = recent.load(request.record)
    if record is None:
        raise ReadError("this shoot is not remembered any more", hint="open its folder")
    return _left_of(record, request.places, job)


def lost(request: LostRequest, job: Job) -> Reopened:
    """What is left of a shoot that is open, with what was made of its sets a moment ago."""
    known = recent.of(request.folder, tuple(map(Path, request.shoot.paths)))
    record = msgspec.structs.replace(request.shoot, sizes=known.sizes if known is not None else {})
    left = _left_of(record, request.recall.places, job)
    states = dict(left.states)
    for files, change in request.recall.unsaved.items():
        one = frozenset(path.absolute() for path in files)
        if any(path in left.gone for path in one):
            states[one] = resolved(change, states.get(one), request.start)
    return replace(left, states=states)


def _left_of(record: ShootRecord, places: Places, job: Job) -> Reopened:
    gone: dict[Path, FrameRef] = {}
    for file in record.files:
        job.check()
        if not file.exists():
            gone[file] = FrameRef(name=file.name, size=record.sizes.get(str(file), 0))
    paths = tuple(path for name in record.paths if (path := Path(name)).exists())
    if not gone:
        return Reopened(paths, record.division)
    states: dict[Content, State] = {}
    for one in record.division.sets:
        job.check()
        if len(one) > 1 and any(path in gone for path in one):
            kept = find(one, places, touch=False).kept
            if kept is not None:
                states[frozenset(one)] = kept.state
                gone |= {path: ref for path, ref in kept.places().items() if path in gone}
    return Reopened(paths, record.division, gone, states)


def file(request: FileRequest, job: Job) -> Reopened | Recipe:
    """What a JSON file holds: a bracket's sidecar or a recipe.

    Raises:
        MefError: neither, or it cannot be read.
    """
    try:
        raw = parse(request.path.read_bytes(), request.path)
    except OSError as e:
        raise ReadError(f"cannot be read: {e.strerror or e}", path=request.path, hint="choose another file") from e
    except RecipeError as e:
        raise RecipeError("holds no recipe and no edits of a bracket", path=request.path, hint="open pictures") from e
    if not is_sidecar(raw):
        return Recipe.load(request.path)
    kept = read(absolute(request.path))
    return _of_sidecar(kept, request.places)


def _of_sidecar(kept: Kept, places: Places) -> Reopened:
    refs = kept.places()
    files = tuple(refs)
    gone = {path: ref for path, ref in refs.items() if not path.exists()}
    newest = None if gone else find(files, places).kept
    # Another file is newer: but this is the one that was asked for.
    states = {} if newest is not None and newest.path == kept.path else {frozenset(files): kept.state}
    return Reopened(files, Division((files,), open=files), gone, states)


def relocate(request: LocateRequest, job: Job) -> Reopened:
    """What is to be opened, once a folder has been searched for what is missing.

    Raises:
        BracketError: the folder holds none of it.
    """
    wanted = request.wanted
    found = {old: absolute(new) for old, new in locate(request.folder, wanted.gone, job=job).items()}
    if not found:
        raise BracketError(f"none of the missing frames is in {request.folder.name}", hint="choose another folder")

    def now(files: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(found.get(path, path) for path in files)

    before = wanted.division
    sets = tuple(map(now, before.sets))
    division = Division(sets, now(before.aside), now(before.open), before.corrected)
    gone = {path: ref for path, ref in wanted.gone.items() if path not in found}
    there = [path for path in wanted.paths if path.exists() and path not in found]
    files = [path for one in (*division.sets, division.aside) for path in one]
    loose = [p for p in files if not any(p == q or q in p.parents for q in there)]
    states = {}
    for one, state in wanted.states.items():
        moved = frozenset(now(tuple(one)))
        if find(tuple(moved), request.places, touch=False).kept is None:
            states[moved] = state
    return Reopened((*there, *loose), division, gone, states, len(found))
