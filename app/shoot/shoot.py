"""The shoot: every set of a pile of files, the one place that changes how they are grouped, and which is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.shoot.commands import SwapGrouping
from app.shoot.looks import Looks
from app.shoot.messages import Content, Preferences, Surveyed

if TYPE_CHECKING:
    from mefcore.grouping import Entry, Fingerprint, Grouping, Ignored, Set


SET_ASIDE = "was set aside"
"""Why files are ignored that a person did not want; grouping anew leaves those alone."""


@dataclass(frozen=True, eq=False)
class Divided:
    """A grouping, how it was asked for, and whether a person corrected it; what an undo step swaps."""

    grouping: Grouping | None = None
    preferences: Preferences = field(default_factory=Preferences)
    corrected: bool = False

    @cached_property
    def contents(self) -> tuple[Content, ...]:
        """By which each of the sets is known."""
        return () if self.grouping is None else tuple(map(content, self.grouping.sets))

    @cached_property
    def numbers(self) -> Mapping[Content, int]:
        """Of the sets, by their files."""
        return {one: number for number, one in enumerate(self.contents)}


def content(one: Set) -> Content:
    """By which a set is known."""
    return frozenset(one.paths)


class Shoot(QObject):
    """Everyone else reads and listens; corrections are undo steps.

    Signals:
        replaced: another pile of files was opened.
        regrouped: the sets are others, after a correction or undo.
        marked: another set is open, or one could not be opened.
    """

    replaced = Signal()
    regrouped = Signal()
    marked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.looks = Looks(self)
        self._divided = Divided()
        self._prints: Mapping[Path, Fingerprint] = {}
        self._failures: dict[Content, str] = {}
        self._open: Content = frozenset()
        self._asked: Content = frozenset()
        self.listed: Callable[[Content], bool] = lambda _: True

    @property
    def grouping(self) -> Grouping | None:
        """None before anything was opened."""
        return self._divided.grouping

    @property
    def sets(self) -> tuple[Set, ...]:
        return () if self.grouping is None else self.grouping.sets

    @property
    def entries(self) -> tuple[Entry, ...]:
        return () if self.grouping is None else self.grouping.entries

    @property
    def candidates(self) -> tuple[Entry, ...]:
        """The files that grouping anew is about: all but those that a person set aside."""
        aside = {i.entry.path for i in self._aside()}
        return tuple(e for e in self.entries if e.path not in aside)

    @property
    def preferences(self) -> Preferences:
        """How the sets were found."""
        return self._divided.preferences

    @property
    def corrected(self) -> bool:
        """Whether the sets are not those that were found, but as a person wants them."""
        return self._divided.corrected or bool(self._aside())

    @property
    def prints(self) -> Mapping[Path, Fingerprint]:
        return self._prints

    @property
    def open(self) -> Content:
        """The files of the set on screen; empty for none of this shoot."""
        return self._open

    @property
    def asked(self) -> Content:
        """The set that was asked for last, from which next and previous count."""
        return self._asked

    @property
    def worth_showing(self) -> bool:
        """Whether there is more to it than the one bracket that is on screen."""
        found = self.grouping
        return found is not None and (len(found.sets) > 1 or bool(found.ignored) or not self._open)

    def failure(self, one: Set) -> str:
        """Why this set could not be opened; empty if it could, or was not tried."""
        return self.why(content(one))

    def why(self, wanted: Content) -> str:
        """The same, of the set with these files."""
        return self._failures.get(wanted, "")

    def numbered(self, wanted: Content) -> int | None:
        """The number of the set with exactly these files."""
        return self._divided.numbers.get(wanted) if wanted else None

    def next_to(self, steps: int) -> Set | None:
        """The bracket after (1) or before (-1) the one asked for last, if there is one that is :attr:`listed`."""
        sets, contents = self.sets, self._divided.contents
        here = self.numbered(self._asked)
        if here is None:
            here = self._nearest(self._asked)
        if here is None:
            here, steps = -1, 1
        # At every step of a slider: of hundreds of sets only those on the way are looked at.
        ahead = range(here + 1, len(sets)) if steps > 0 else range(here - 1, -1, -1)
        return next((sets[n] for n in ahead if sets[n].is_bracket and self.listed(contents[n])), None)

    def successor(self, wanted: Content) -> Set | None:
        """The set that holds the most of these files, or else of their JPEGs or RAW files."""
        number = self._nearest(wanted)
        return None if number is None else self.sets[number]

    def _nearest(self, wanted: Content) -> int | None:
        if not wanted:
            return None
        names = {_name(path) for path in wanted}
        most, nearest = (0, 0), None
        for number, one in enumerate(self.sets):
            held = sum(p in wanted for p in one.paths), sum(_name(p) in names for p in one.paths)
            if held > most:
                most, nearest = held, number
        return nearest

    # ---- opening

    def replace(self, surveyed: Surveyed) -> None:
        """Begin anew, with no history."""
        self._divided = Divided(surveyed.grouping, surveyed.preferences, surveyed.corrected)
        self._prints = surveyed.prints
        self._failures.clear()
        self._open = frozenset() if surveyed.loaded is None else content(surveyed.grouping.sets[0])
        self._asked = self._open
        self.undo_stack.clear()
        self.replaced.emit()

    def ask(self, wanted: Content) -> None:
        """A set is about to be opened."""
        failed, self._asked = self.why(self._asked), wanted
        if failed:
            self.marked.emit()

    def opened(self, now: Content) -> None:
        """Mark the set on screen."""
        self._open = self._asked = now
        self._failures.pop(now, None)
        self.marked.emit()

    def failed(self, wanted: Content, why: str) -> None:
        self._failures[wanted] = why
        self.marked.emit()

    # ---- correcting

    def edit(self, text: str, change: Callable[[Grouping], Grouping]) -> None:
        """Change the grouping, as an undo step."""
        if self.grouping is not None:
            after = change(self.grouping)
            if after != self.grouping:
                self._push(text, Divided(after, self.preferences, True))

    def merge(self, numbers: Iterable[int]) -> None:
        chosen = tuple(numbers)
        self.edit(self.tr("Merge {0} sets").format(len(chosen)), lambda g: g.merge(chosen))

    def split(self, number: int, before: Path) -> None:
        self.edit(self.tr("Split before {0}").format(before.name), lambda g: g.split(number, before))

    def take_out(self, paths: Iterable[Path]) -> None:
        """Put files together into a set of their own."""
        chosen = tuple(paths)

        def change(grouping: Grouping) -> Grouping:
            grouping = grouping.move(chosen[0], None)
            for path in chosen[1:]:
                grouping = grouping.move(path, grouping.find(chosen[0]))
            return grouping

        self.edit(self.tr("Take out {0}").format(self._named(chosen)), change)

    def put_together(self, numbers: Iterable[int], paths: Iterable[Path], goal: Path) -> None:
        """Merge sets with the one that holds ``goal``, and put single files into it."""
        chosen, loose = tuple(numbers), tuple(paths)

        def change(grouping: Grouping) -> Grouping:
            whole = [n for n in (*chosen, grouping.find(goal)) if n is not None]
            grouping = grouping.merge(whole)
            for path in loose:
                grouping = grouping.move(path, grouping.find(goal))
            return grouping

        text = self.tr("Merge {0} sets").format(len(chosen) + 1) if chosen else self.tr("Move {0}")
        self.edit(text.format(self._named(loose)), change)

    def ignore(self, paths: Iterable[Path]) -> None:
        chosen = tuple(paths)
        self.edit(self.tr("Ignore {0}").format(self._named(chosen)), lambda g: g.ignore(chosen, SET_ASIDE))

    def restore(self, paths: Iterable[Path]) -> None:
        """Bring ignored files back, in the sets that they would make if there were no others."""
        chosen = tuple(paths)
        self.edit(self.tr("Bring back {0}").format(self._named(chosen)), lambda g: self._restored(g, chosen))

    def every(self, count: int, numbers: Iterable[int] | None = None) -> None:
        chosen = None if numbers is None else tuple(numbers)
        self.edit(self.tr("Divide into sets of {0}").format(count), lambda g: g.every(count, chosen))

    def regroup(self, surveyed: Surveyed) -> None:
        """Take another grouping of the same files, or of more, as an undo step."""
        self._prints = {**self._prints, **surveyed.prints}
        if self.grouping is None:
            return
        from mefcore.grouping import Grouping

        more = surveyed.grouping
        if not surveyed.added:
            divided = {e.path for e in more.entries}
            aside = [i for i in self._aside() if i.entry.path not in divided]
            anew = Grouping(more.sets, (*more.ignored, *aside))
            self._push(self.tr("Group anew"), Divided(anew, surveyed.preferences))
            return
        both = Grouping((*self.grouping.sets, *more.sets), (*self.grouping.ignored, *more.ignored))
        added = Divided(both, self.preferences, self._divided.corrected)
        self._push(self.tr("Add {0} files").format(len(more.entries)), added)

    def swap(self, divided: Divided) -> None:
        """For :class:`~app.shoot.commands.SwapGrouping` only: everyone else edits."""
        before, self._divided = self.sets, divided
        self.looks.inherit(map(content, before), map(content, self.sets))
        self.regrouped.emit()

    def _aside(self) -> tuple[Ignored, ...]:
        return () if self.grouping is None else tuple(i for i in self.grouping.ignored if i.why == SET_ASIDE)

    def _push(self, text: str, after: Divided) -> None:
        self.undo_stack.push(SwapGrouping(self, self._divided, after, text))

    def _restored(self, grouping: Grouping, chosen: tuple[Path, ...]) -> Grouping:
        from dataclasses import replace

        from mefcore.grouping import group

        entries = [replace(e, copy_of=None) for e in grouping.entries if e.path in chosen]
        for path in chosen:
            grouping = grouping.move(path, None)
        for one in group(entries, prints=self._prints).brackets:
            grouping = grouping.merge(n for p in one.paths if (n := grouping.find(p)) is not None)
        return grouping

    def _named(self, paths: tuple[Path, ...]) -> str:
        return paths[0].name if len(paths) == 1 else self.tr("{0} files").format(len(paths))


def _name(path: Path) -> str:
    """By which a RAW file and its JPEG are found out."""
    return path.stem.casefold()
