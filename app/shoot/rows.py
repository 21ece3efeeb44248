"""What the list shows of a grouping: brackets, then single pictures and ignored files, which can be folded away."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.shoot.messages import Content
from app.text import stops

if TYPE_CHECKING:
    from mefcore.grouping import Entry, Grouping, Set

_EPOCH = datetime(1970, 1, 1)
MOST_STEPS = 5
"""More exposure steps are told by their range."""


class Kind(enum.Enum):
    """Of a row."""

    SET = enum.auto()
    SINGLE = enum.auto()
    IGNORED = enum.auto()
    SINGLES = enum.auto()
    """The heading of the single pictures."""
    IGNOREDS = enum.auto()
    """The heading of the ignored files."""

    @property
    def is_heading(self) -> bool:
        return self in (Kind.SINGLES, Kind.IGNOREDS)


@dataclass(frozen=True, eq=False)
class Row:
    """One row.

    Attributes:
        kind: what it shows.
        number: of the set in the grouping; -1 for what is none.
        entries: the files; empty in a heading.
        title: file name, or text of the heading.
        evs: exposures relative to the middle one, one for each file of a set.
        steps: those, such as ``−2 0 +2``.
        time: of the first frame, such as ``14:03:05``.
        why: why it is ignored.
    """

    kind: Kind
    number: int = -1
    entries: tuple[Entry, ...] = ()
    title: str = ""
    evs: tuple[float | None, ...] = ()
    steps: str = ""
    time: str = ""
    why: str = ""

    @property
    def movable(self) -> bool:
        """Whether there is something in it that can be a frame."""
        return any(not e.problem for e in self.entries)

    @cached_property
    def content(self) -> Content:
        """By which the set is known."""
        return frozenset(e.path for e in self.entries)

    @cached_property
    def middle(self) -> Entry:
        """The frame nearest to the middle exposure."""
        known = [(abs(ev), n) for n, ev in enumerate(self.evs) if ev is not None]
        return self.entries[min(known)[1] if known else len(self.entries) // 2]


def rows_of(
    grouping: Grouping, open_singles: bool, open_ignored: bool, listed: Callable[[Content], bool] | None = None
) -> list[Row]:
    """All rows, those of a section only where it is unfolded; or only the brackets that are ``listed``."""
    numbered = list(enumerate(grouping.sets))
    if listed is not None:
        return [_of_set(n, s) for n, s in numbered if s.is_bracket and listed(frozenset(s.paths))]
    rows = [_of_set(n, s) for n, s in numbered if s.is_bracket]
    singles = [(n, s) for n, s in numbered if not s.is_bracket]
    if singles:
        text = _tr("1 single picture") if len(singles) == 1 else _tr("{0} single pictures").format(len(singles))
        rows.append(Row(Kind.SINGLES, title=text))
        if open_singles:
            rows += [_of_set(n, s, Kind.SINGLE) for n, s in singles]
    if grouping.ignored:
        count = len(grouping.ignored)
        rows.append(Row(Kind.IGNOREDS, title=_tr("{0} ignored").format(count)))
        if open_ignored:
            rows += [
                Row(Kind.IGNORED, -1, (i.entry,), i.entry.path.name, time=clock(i.entry), why=i.why)
                for i in grouping.ignored
            ]
    return rows


def _of_set(number: int, one: Set, kind: Kind = Kind.SET) -> Row:
    first, evs = one.entries[0], one.ev
    told = steps(evs) if one.is_bracket else ""
    return Row(kind, number, one.entries, first.path.name, evs, told, clock(first))


def steps(evs: tuple[float | None, ...]) -> str:
    """``−2 0 +2``, each step once and from dark to bright; many as ``−4 … +4``."""
    known = sorted({round(ev, 1) or 0.0 for ev in evs if ev is not None})
    return span(evs) if len(known) > MOST_STEPS else "  ".join(step(ev) for ev in known)


def span(evs: tuple[float | None, ...]) -> str:
    """``−4 … +4``; one step alone where all are the same."""
    known = [round(ev, 1) or 0.0 for ev in evs if ev is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    return step(low) if low == high else f"{step(low)} … {step(high)}"


def step(ev: float | None) -> str:
    """``+2`` or ``−0.7``; a dash where it is not known."""
    return "–" if ev is None else stops(ev)


def clock(entry: Entry) -> str:
    """When it was shot, by the camera's clock."""
    return "" if entry.captured is None else f"{_EPOCH + timedelta(seconds=entry.captured):%H:%M:%S}"


def day(entry: Entry) -> str:
    """The day it was shot."""
    return "" if entry.captured is None else f"{_EPOCH + timedelta(seconds=entry.captured):%Y-%m-%d %H:%M:%S}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("shoot", text)
