"""What travels between the keeper and its workers: frozen requests and results, never touched after they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.shoot.messages import Content

if TYPE_CHECKING:
    from mefcore.errors import MefError, WriteError
    from mefcore.keeping import Exposed, Kept, Places
    from mefcore.recipe import Recipe
    from mefcore.sidecar import State


@dataclass(frozen=True, eq=False)
class Change:
    """What became of a set and is not on disk yet.

    Attributes:
        state: what is to be kept.
        whole: False where only look, rating and mark are known, of a set that is not open; the rest is on disk.
        look: False where not even the look is known.
    """

    state: State
    whole: bool = True
    look: bool = True


@dataclass(frozen=True, eq=False)
class Recall:
    """How a worker comes by what was made of a bracket before.

    Attributes:
        places: where sidecars may be.
        unsaved: what is newer than those.
    """

    places: Places
    unsaved: Mapping[Content, Change] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Recalled:
    """What was made of a bracket before.

    Attributes:
        state: None where it is new.
        kept: its sidecar.
        problems: what is wrong with sidecars of it.
    """

    state: State | None = None
    kept: Kept | None = None
    problems: tuple[MefError, ...] = ()


@dataclass(frozen=True, eq=False)
class SaveRequest:
    """Write a set's sidecar.

    Attributes:
        content: the set.
        exposures: of its frames, as far as they are known.
        change: what to write.
        start: the look of a set that was never touched; one that is as new again, with no history, loses its sidecar.
        last: its sidecar as it was read or written last.
        looked: whether None for that says that there was none; else nobody has looked.
        alone: whether the set is open in another window too: then what is on disk is that one's.
    """

    content: Content
    exposures: Mapping[Path, Exposed | None]
    change: Change
    start: Recipe
    places: Places
    writer: str
    last: Kept | None
    looked: bool
    alone: bool = True


@dataclass(frozen=True, eq=False)
class Saved:
    """A set whose sidecar is up to date; ``kept`` is None where there is nothing to keep."""

    request: SaveRequest
    kept: Kept | None
    elsewhere: WriteError | None = None
    conflict: Path | None = None


@dataclass(frozen=True, eq=False)
class ReadRequest:
    """Read the sidecars of these sets."""

    contents: tuple[Content, ...]
    places: Places


@dataclass(frozen=True, eq=False)
class ReadBack:
    """What was found of sets, without their histories."""

    states: Mapping[Content, State]
    problems: tuple[MefError, ...]
