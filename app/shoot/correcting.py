"""Corrections by hand: what the commands of the Shoot menu do to what is chosen in the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog

from app.shoot.rows import Kind, Row
from app.shoot.shoot import Shoot
from app.shoot.view import ShootView
from app.text import shortened
from mefcore.errors import BracketError
from mefcore.limits import MAX_FRAMES

if TYPE_CHECKING:
    from mefcore.grouping import Entry, Grouping


class Corrector(QObject):
    """Each correction is one undo step; what it made is selected afterwards.

    Signals:
        refused: a :class:`~mefcore.errors.BracketError` that says why nothing was done.
    """

    refused = Signal(object)

    def __init__(self, shoot: Shoot, view: ShootView) -> None:
        super().__init__(view)
        self._shoot = shoot
        self._view = view
        view.dropped.connect(self.drop)
        view.ignore_requested.connect(self.ignore)

    @property
    def can(self) -> dict[str, bool]:
        """By the name of what a command needs, whether it is there."""
        rows, frame = self._view.chosen, self._view.frame
        sets = [row for row in rows if row.number >= 0]
        return {
            "shoot": self._shoot.grouping is not None,
            "next_set": self._shoot.next_to(1) is not None,
            "previous_set": self._shoot.next_to(-1) is not None,
            "merge": len(sets) > 1,
            "split": frame is not None and frame != rows[0].entries[0].path,
            "own": frame is not None,
            "ignore": bool(sets),
            "restore": any(row.kind == Kind.IGNORED and row.movable for row in rows),
            "divide": sum(len(row.entries) for row in sets) > 1,
        }

    def name_actions(self, actions: dict[str, QAction]) -> None:
        """Say which frame a command is about."""
        frame = self._view.frame
        name = "" if frame is None else shortened(frame.name).replace("&", "&&")
        for key, plain, named in (
            ("split_set", self.tr("&Split before the chosen frame"), self.tr("&Split before {0}")),
            ("own_set", self.tr("Take the chosen frame &out of its set"), self.tr("Take {0} &out of its set")),
            ("ignore", self.tr("&Ignore  (Del)"), self.tr("&Ignore {0}  (Del)")),
        ):
            actions[key].setText(named.format(name) if name else plain)

    def merge(self) -> None:
        rows = [row for row in self._view.chosen if row.number >= 0]
        numbers = [row.number for row in rows]
        if len(numbers) > 1 and self._fit([entry for row in rows for entry in row.entries]):
            self._after(self._paths(self._view.chosen), lambda: self._shoot.merge(numbers))

    def split(self) -> None:
        frame, rows = self._view.frame, self._view.chosen
        if frame is not None and self.can["split"]:
            self._after([frame], lambda: self._shoot.split(rows[0].number, frame))

    def own(self) -> None:
        """Take the chosen frame out of its set."""
        frame = self._view.frame
        if frame is not None:
            self._after([frame], lambda: self._shoot.take_out([frame]))

    def ignore(self) -> None:
        """The chosen frame, else the selected sets."""
        frame = self._view.frame
        rows = [row for row in self._view.chosen if row.number >= 0]
        paths = [frame] if frame is not None else self._paths(rows)
        if paths:
            self._after(self._beside(rows, paths), lambda: self._shoot.ignore(paths))

    def restore(self) -> None:
        paths = self._paths([row for row in self._view.chosen if row.kind == Kind.IGNORED and row.movable])
        if paths:
            self._after(paths, lambda: self._shoot.restore(paths))

    def divide(self) -> None:
        """Ask how many frames the sets have, and divide the selected ones so."""
        rows = [row for row in self._view.chosen if row.number >= 0]
        usual = Counter(len(s) for s in self._shoot.sets if s.is_bracket).most_common(1)
        count, sure = QInputDialog.getInt(
            self._view.window(),
            self.tr("Divide into sets"),
            self.tr("Frames in each set:"),
            usual[0][0] if usual else 3,
            1,
            MAX_FRAMES,
        )
        if sure and rows:
            numbers = [row.number for row in rows]
            self._after(self._paths(rows), lambda: self._shoot.every(count, numbers))

    def drop(self, paths: list[Path], row: Row | None) -> None:
        """Files fell on a row of the list, or (None) below the last."""
        grouping, files = self._shoot.grouping, set(paths)
        known = set() if grouping is None else {e.path for e in grouping.entries}
        if grouping is None or not paths or not known.issuperset(paths):
            return
        if row is None or row.kind == Kind.SINGLES:
            self._after(paths, lambda: self._alone(grouping, paths))
        elif row.number < 0:
            self._after([], lambda: self._shoot.ignore(paths))
        elif self._fit([*row.entries, *(e for e in grouping.entries if e.path in files)]):
            self._after(paths, lambda: self._onto(grouping, paths, row.number))

    def _fit(self, entries: list[Entry]) -> bool:
        """Whether these can be frames of one bracket by their sizes, so far as those are known; tells if not."""
        # What a RAW file says may be the size of its preview.
        known = [(e, e.size) for e in entries if e.size is not None and not e.raw and not e.problem]
        other = next(((e, size) for e, size in known if size != known[0][1]), None)
        if other is None:
            return True
        (first, wanted), (one, size) = known[0], other
        text = self.tr("is {0} pixels, but {1} is {2}")
        told = text.format("×".join(map(str, size)), first.path.name, "×".join(map(str, wanted)))
        hint = self.tr("all frames of a set must have the same size")
        self.refused.emit(BracketError(told, path=one.path, hint=hint))
        return False

    def _alone(self, grouping: Grouping, paths: list[Path]) -> None:
        """A set of their own: that of a whole set is the one it has."""
        homes = {grouping.find(p) for p in paths}
        whole = len(homes) == 1 and None not in homes and len(grouping.sets[next(iter(homes)) or 0]) == len(paths)
        if not whole:
            self._shoot.take_out(paths)

    def _onto(self, grouping: Grouping, paths: list[Path], number: int) -> None:
        """Whole brackets are merged with it; frames take their place among its own."""
        goal, files = grouping.sets[number].paths[0], set(paths)
        numbers = [n for n, s in enumerate(grouping.sets) if s.is_bracket and files.issuperset(s.paths)]
        merged = {p for n in numbers for p in grouping.sets[n].paths}
        loose = [p for p in paths if p not in merged and grouping.find(p) != number]
        self._shoot.put_together([n for n in numbers if n != number], loose, goal)

    def _beside(self, rows: list[Row], gone: list[Path]) -> list[Path]:
        """What is left of the sets that frames leave, else the next row."""
        left = [e.path for row in rows for e in row.entries if e.path not in gone]
        if left or not rows:
            return left
        sets = self._shoot.sets
        nearest = rows[-1].number + 1 if rows[-1].number + 1 < len(sets) else rows[0].number - 1
        return list(sets[nearest].paths[:1]) if 0 <= nearest < len(sets) else []

    def _after(self, paths: list[Path], change: Callable[[], None]) -> None:
        change()
        self._view.choose(paths)

    @staticmethod
    def _paths(rows: list[Row]) -> list[Path]:
        return [e.path for row in rows for e in row.entries]
