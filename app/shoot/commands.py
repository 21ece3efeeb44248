"""Undo of corrections, and one Undo for everything that can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

if TYPE_CHECKING:
    from app.shoot.shoot import Divided, Shoot


class SwapGrouping(QUndoCommand):
    """One correction: swaps one immutable grouping for another."""

    def __init__(self, shoot: Shoot, before: Divided, after: Divided, text: str) -> None:
        super().__init__(text)
        self._shoot = shoot
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._shoot.swap(self._after)

    def undo(self) -> None:
        self._shoot.swap(self._before)


@dataclass
class _Track:
    """When the steps of one stack were done, and those that can be redone were undone, both oldest first."""

    stack: QUndoStack
    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)


class History(QObject):
    """Several undo stacks as one: Undo takes back what was done last, whichever stack it is on.

    A bracket's look and the grouping of a shoot have histories of their own, because the first ends when another set is
    opened and the second does not.

    Signals:
        changed: there is something else to undo or redo.
        went_on: what would be undone is the same step, but it goes further: a slider is being dragged.
    """

    changed = Signal()
    went_on = Signal()

    def __init__(self, *stacks: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tracks = [_Track(stack) for stack in stacks]
        self._now = 0
        for track in self._tracks:
            track.stack.indexChanged.connect(lambda _, t=track: self._follow(t))

    @property
    def can_undo(self) -> bool:
        return any(t.done for t in self._tracks)

    @property
    def can_redo(self) -> bool:
        return any(t.undone for t in self._tracks)

    @property
    def undo_text(self) -> str:
        """What undo would take back."""
        return self._last_done().stack.undoText()

    @property
    def redo_text(self) -> str:
        return self._last_undone().stack.redoText()

    def undo(self) -> None:
        self._last_done().stack.undo()

    def redo(self) -> None:
        self._last_undone().stack.redo()

    def _last_done(self) -> _Track:
        return max(self._tracks, key=lambda t: t.done[-1] if t.done else 0)

    def _last_undone(self) -> _Track:
        return max(self._tracks, key=lambda t: t.undone[-1] if t.undone else 0)

    def _follow(self, track: _Track) -> None:
        if not isValid(track.stack):
            return  # it clears itself when the window is deleted
        self._now += 1
        index, left = track.stack.index(), track.stack.count() - track.stack.index()
        further = index == len(track.done) and index > 0
        if further and left == len(track.undone) and track is self._last_done():
            self.went_on.emit()
            return
        if further:
            track.done[-1] = self._now
        del track.done[index:], track.undone[left:]
        track.done += [self._now] * (index - len(track.done))
        track.undone += [self._now] * (left - len(track.undone))
        self.changed.emit()
