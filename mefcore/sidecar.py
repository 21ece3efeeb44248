"""The sidecar of a bracket: all that a person did to it, in one readable JSON file.

A parameter's value of more than a few kilobytes, such as what refining found, is stored once under ``blobs`` by the
hash of its content, and named wherever it is meant; an undo step holds only what it changed.  So a hundred steps take
a few kilobytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any

import msgspec

from mefcore import __version__
from mefcore.errors import RecipeError
from mefcore.recipe import Recipe
from mefcore.snapshot import Snapshot

VERSION = 1
MAX_STEPS = 100
"""Of the undo history, at most; those around the present state are kept."""
MAX_BYTES = 256 << 20
"""Of a file to be read."""
HISTORY_BYTES = 12 << 20
"""A file that grows larger forgets older undo steps: what they alone hold may be a LUT of megabytes each."""
SUFFIX = ".luxcube.json"
MAX_STARS = 5

_INLINE = 4096
"""Bytes of JSON; a longer value becomes a blob."""
_HINT = "the file is kept; open the frames to begin anew"


class NewerSidecar(RecipeError):  # noqa: N818 - errors here are named for what is wrong
    """A later version of the program wrote it."""


class FrameRef(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frame, and what tells it from another of its name.

    Attributes:
        name: path, with ``/``, from the folder of the sidecar; absolute in the person's own folder.
        size: of the file, in bytes; 0 where it could not be read.
        hash: of its first 64 kB, as :func:`mefcore.moved.quick_hash` makes it; empty where it could not be read.
        time, f_number, iso: see :class:`mefcore.bracket.Exposure`.
    """

    name: str
    size: Annotated[int, msgspec.Meta(ge=0)] = 0
    hash: str = ""
    time: float | None = None
    f_number: float | None = None
    iso: float | None = None


class Step(msgspec.Struct, frozen=True):
    """One undo step, from one recipe to the other."""

    before: Recipe
    after: Recipe
    text: str


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What a person made of a bracket.

    Attributes:
        recipe: the look; None for that with which brackets are opened, whatever it is by then.
        rating: stars, 0…5.
        rejected: marked as no good.
        snapshots: looks under a name.
        steps: of the undo history, oldest first; each begins where the one before it ended.
        at: how many of them are done, the others were undone.
    """

    recipe: Recipe | None
    rating: int = 0
    rejected: bool = False
    snapshots: tuple[Snapshot, ...] = ()
    steps: tuple[Step, ...] = ()
    at: int = 0

    def untouched(self, start: Recipe) -> bool:
        """Whether there is nothing to keep of a bracket that was opened with ``start``."""
        return self.recipe in (None, start) and not (self.rating or self.rejected or self.snapshots or self.steps)

    def over(self, start: Recipe) -> State:
        """With a recipe in any case."""
        return msgspec.structs.replace(self, recipe=start) if self.recipe is None else self

    def without(self, start: Recipe) -> State:
        """With no recipe where it is the one with which brackets are opened, and nothing says how it came to be."""
        return msgspec.structs.replace(self, recipe=None) if self.recipe == start and not self.steps else self


class Sidecar(msgspec.Struct, frozen=True, kw_only=True):
    """A sidecar that was read.

    Attributes:
        frames: of the bracket.
        state: what was made of it.
        writer: by which a run of the program knows the files it wrote.
        changed: when, ISO 8601 in UTC.
    """

    frames: tuple[FrameRef, ...]
    state: State
    writer: str = ""
    changed: str = ""


class _Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    set: dict[str, Any]


class _History(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: dict[str, Any]
    steps: Annotated[list[_Change], msgspec.Meta(max_length=10_000)]
    at: Annotated[int, msgspec.Meta(ge=0)]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Version 1, field by field."""

    sidecar: int
    program: str = ""
    writer: str = ""
    changed: str = ""
    frames: Annotated[list[FrameRef], msgspec.Meta(min_length=1, max_length=10_000)]
    rating: Annotated[int, msgspec.Meta(ge=0, le=MAX_STARS)] = 0
    rejected: bool = False
    recipe: dict[str, Any] | None
    snapshots: list[dict[str, Any]] = []
    history: _History | None = None
    blobs: dict[str, Any] = {}


_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""From each older version to the next.  Recipes have versions of their own and need none here."""


# ---- writing


def encode(frames: Sequence[FrameRef], state: State, *, writer: str = "", now: datetime | None = None) -> bytes:
    """The file of a bracket; of a long history the steps nearest to the present."""
    steps, at = _around(state.steps, state.at, MAX_STEPS)
    while True:
        data = _encoded(frames, state, steps, at, writer, now or datetime.now(timezone.utc))
        if len(data) <= HISTORY_BYTES or not steps:
            return data
        steps, at = _around(steps, at, len(steps) // 2)


def _around(steps: Sequence[Step], at: int, count: int) -> tuple[tuple[Step, ...], int]:
    """At most ``count`` steps that lead to one another: those before ``at`` first, then those that can be redone."""
    first, last = min(at, len(steps)), min(at, len(steps))
    while first > 0 and last - first < count and (first == last or steps[first - 1].after == steps[first].before):
        first -= 1
    while last < len(steps) and last - first < count and (first == last or steps[last - 1].after == steps[last].before):
        last += 1
    return tuple(steps[first:last]), min(at, len(steps)) - first


def _encoded(
    frames: Sequence[FrameRef], state: State, steps: Sequence[Step], at: int, writer: str, now: datetime
) -> bytes:
    blobs = _Blobs()
    history = None
    if steps:
        states = [steps[0].before, *(step.after for step in steps)]
        changes = [
            {"text": step.text, "set": blobs.changes(before, after)}
            for step, before, after in zip(steps, states[:-1], states[1:], strict=True)
        ]
        history = {"first": blobs.whole(states[0]), "steps": changes, "at": at}
    content = {
        "sidecar": VERSION,
        "program": f"Luxcube {__version__}",
        "writer": writer,
        "changed": now.astimezone(timezone.utc).isoformat(timespec="milliseconds"),
        "frames": msgspec.to_builtins(list(frames)),
        "rating": state.rating,
        "rejected": state.rejected,
        "recipe": None if state.recipe is None else blobs.whole(state.recipe),
        "snapshots": [blobs.snapshot(one) for one in state.snapshots],
        "history": history,
        "blobs": blobs.kept,
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


class _Blobs:
    """Turns recipes into what JSON can say, with large values put aside."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self._known: dict[int, tuple[Any, Any]] = {}

    def whole(self, recipe: Recipe) -> dict[str, Any]:
        return {name: self._value(getattr(recipe, name)) for name in recipe.__struct_fields__}

    def changes(self, before: Recipe, after: Recipe) -> dict[str, Any]:
        pairs = ((name, getattr(before, name), getattr(after, name)) for name in after.__struct_fields__)
        return {name: self._value(new) for name, old, new in pairs if new is not old and new != old}

    def snapshot(self, one: Snapshot) -> dict[str, Any]:
        rest = {name: msgspec.to_builtins(getattr(one, name)) for name in one.__struct_fields__ if name != "recipe"}
        return {**rest, "recipe": self.whole(one.recipe)}

    def _value(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, int, float)):
            return value
        known = self._known.get(id(value))
        if known is None:
            # The value is held as well: while it is, no other can have its id.
            known = self._known[id(value)] = value, self._named(msgspec.to_builtins(value))
        return known[1]

    def _named(self, plain: Any) -> Any:
        data = msgspec.json.encode(plain)
        if len(data) <= _INLINE:
            return plain
        name = hashlib.blake2b(data, digest_size=12).hexdigest()
        self.kept[name] = plain
        return {"blob": name}


# ---- reading


def decode(data: bytes, path: Path | None = None, *, brief: bool = False) -> Sidecar:
    """Read what :func:`encode` wrote, with this version or an older one.

    Args:
        brief: without snapshots and history, which take the time.

    Raises:
        NewerSidecar: a later version wrote it.
        RecipeError: it is damaged.
    """
    return _sidecar(parse(data, path), path, brief)


def parse(data: bytes, path: Path | None = None) -> Any:
    """The JSON of a file.

    Raises:
        RecipeError: it is none.
    """
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise _damaged(e, path) from e


def is_sidecar(raw: Any) -> bool:
    """Whether the JSON in a file is that of a sidecar, of whatever version."""
    return isinstance(raw, dict) and "sidecar" in raw


def recipe_of(raw: dict[str, Any], path: Path | None = None) -> Recipe:
    """The look in a sidecar's JSON.

    Raises:
        RecipeError: as :func:`decode`.
    """
    return _sidecar(raw, path, brief=True).state.recipe or Recipe()


def _sidecar(raw: Any, path: Path | None, brief: bool) -> Sidecar:
    try:
        file = msgspec.convert(upgraded(raw, path), _File)
        if file.sidecar != VERSION:
            raise RecipeError("its version is not what it was upgraded to")
        return Sidecar(
            frames=tuple(file.frames), state=_Reader(file).state(brief), writer=file.writer, changed=file.changed
        )
    except (msgspec.ValidationError, RecursionError, TypeError, ValueError) as e:
        raise _damaged(e, path) from e
    except NewerSidecar:
        raise
    except RecipeError as e:
        if "newer" in e.hint:  # a recipe of a later version, in a file of ours
            raise NewerSidecar(e.message, path=path, hint=e.hint) from e
        raise RecipeError(f"is damaged: {e.message}", path=path, hint=_HINT) from e


def upgraded(
    raw: Any,
    path: Path | None = None,
    upgrades: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = _UPGRADES,
    to: int = VERSION,
) -> dict[str, Any]:
    """The content of a file of any older version as the present one has it, one version after the other.

    Raises:
        NewerSidecar: the file is of a later version.
        RecipeError: it says no version.
    """
    version = raw.get("sidecar") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise RecipeError("is no sidecar", path=path, hint=_HINT)
    if version > to:
        raise NewerSidecar(
            f"is a sidecar of version {version}", path=path, hint="a newer Luxcube wrote it; update to open it"
        )
    while version < to:
        raw = {**upgrades[version](raw), "sidecar": version + 1}
        version += 1
    return raw


class _Reader:
    """Recipes out of a file; what several of them share is made once."""

    def __init__(self, file: _File) -> None:
        self._file = file
        self._made: dict[tuple[str, str], Any] = {}

    def state(self, brief: bool) -> State:
        file = self._file
        recipe = None if file.recipe is None else self._recipe(file.recipe)
        if brief:
            return State(recipe=recipe, rating=file.rating, rejected=file.rejected)
        snapshots = tuple(self._snapshot(one) for one in file.snapshots)
        steps: list[Step] = []
        at = 0
        if file.history is not None:
            raw = file.history.first
            before = self._recipe(raw)
            for change in file.history.steps:
                raw = {**raw, **change.set}
                after = self._recipe(raw)
                steps.append(Step(before, after, change.text))
                before = after
            at = file.history.at
            if at > len(steps) or recipe != (steps[at - 1].after if at else steps[0].before if steps else recipe):
                steps, at = [], 0  # of another look: somebody edited the file
        recipes = [
            *([recipe] if recipe else []),
            *(s.recipe for s in snapshots),
            *(r for s in steps for r in (s.before, s.after)),
        ]
        for found in {id(r.found): r.found for r in recipes if r.found is not None}.values():
            found.arrays()  # now, and not when the picture is made
        return State(
            recipe=recipe,
            rating=file.rating,
            rejected=file.rejected,
            snapshots=snapshots,
            steps=tuple(steps),
            at=at,
        )

    def _recipe(self, raw: dict[str, Any]) -> Recipe:
        aside = {name: value["blob"] for name, value in raw.items() if _is_name(value)}
        recipe = Recipe.of({name: value for name, value in raw.items() if name not in aside})
        if not aside:
            return recipe
        for name, blob in aside.items():
            if (name, blob) not in self._made:
                if blob not in self._file.blobs:
                    raise RecipeError(f"the value of {name} is missing")
                whole = Recipe.of({"version": raw.get("version", 0), name: self._file.blobs[blob]})
                self._made[name, blob] = getattr(whole, name)
        return msgspec.structs.replace(recipe, **{name: self._made[name, blob] for name, blob in aside.items()})

    def _snapshot(self, raw: dict[str, Any]) -> Snapshot:
        if not isinstance(raw.get("recipe"), dict):
            raise RecipeError("a snapshot has no recipe")
        recipe = self._recipe(raw["recipe"])
        rest = {name: value for name, value in raw.items() if name != "recipe"}
        plain = msgspec.convert({**rest, "recipe": msgspec.to_builtins(Recipe())}, Snapshot)
        return msgspec.structs.replace(plain, recipe=recipe)


def _is_name(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"blob"} and isinstance(value["blob"], str)


def _damaged(error: Exception, path: Path | None) -> RecipeError:
    text = str(error)
    return RecipeError(f"is damaged: {text if len(text) <= 160 else text[:159] + '…'}", path=path, hint=_HINT)
