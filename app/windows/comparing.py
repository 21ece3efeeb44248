"""What the result is compared with, and the names on the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.canvas.canvas import Canvas
from app.models.messages import BLEND, OPENED, SNAPSHOT
from app.preview import Preview
from app.session import EditSession
from app.text import exposure_value

if TYPE_CHECKING:
    from mefcore.recipe import Recipe
    from mefcore.snapshot import Snapshot


class Comparison(QObject):
    """What is "before": a frame, the plain blend, the look the bracket was opened with, or a snapshot.

    Signals:
        changed: another one was chosen; as :attr:`before` is.
    """

    changed = Signal(int)

    def __init__(self, session: EditSession, preview: Preview, canvas: Canvas, prefers_blend: bool) -> None:
        super().__init__(canvas)
        self._session = session
        self._preview = preview
        self._canvas = canvas
        self._before = BLEND
        self._snapshot: Snapshot | None = None
        self.prefers_blend = prefers_blend
        canvas.compare_changed.connect(self._compare_changed)
        session.predicted.connect(self._tell_preview)
        session.snapshots_changed.connect(self._follow_snapshots)

    @property
    def before(self) -> int:
        """A frame's index, or :data:`~app.models.messages.BLEND`, ``OPENED`` or ``SNAPSHOT``."""
        return self._before

    @property
    def frame(self) -> int:
        """The frame's index; :data:`~app.models.messages.BLEND` where it is none, or one of a bracket just left."""
        bracket = self._session.bracket
        return self._before if bracket is not None and 0 <= self._before < len(bracket) else BLEND

    @property
    def snapshot(self) -> Snapshot | None:
        """The one that is "before"."""
        return self._snapshot

    @property
    def recipe(self) -> Recipe | None:
        """Of a "before" that is a look."""
        if self._snapshot is not None:
            return self._snapshot.recipe
        return self._session.start if self._before == OPENED else None

    def choose(self, before: int, remember: bool = True) -> None:
        """Compare with a frame, if there is one, with the plain blend, or with what was opened."""
        bracket = self._session.bracket
        if bracket is None or before >= len(bracket):
            return
        if before == SNAPSHOT:
            if self._snapshot is not None:
                self.choose_snapshot(self._snapshot)
            return
        if remember:
            self.prefers_blend = before == BLEND
        self._choose(before, None)

    def choose_snapshot(self, snapshot: Snapshot) -> None:
        """Compare with one of this bracket's snapshots."""
        if snapshot in self._session.snapshots:
            self._choose(SNAPSHOT, snapshot)

    def begin(self) -> None:
        """With another bracket."""
        bracket = self._session.bracket
        if bracket is not None:
            self.choose(BLEND if self.prefers_blend else bracket.reference, remember=False)

    def _choose(self, before: int, snapshot: Snapshot | None) -> None:
        self._before, self._snapshot = before, snapshot
        self.changed.emit(before)
        self._tell_preview()
        self.update_labels()

    def update_labels(self) -> None:
        """Name what is on screen: while another "before" is under way, the one there is keeps its name."""
        if self._session.bracket is not None and (self._preview.before_shown or not self._canvas.before):
            self._canvas.set_labels(self._name(), self.tr("After"))

    def _name(self) -> str:
        bracket = self._session.bracket
        index = self._before
        if bracket is None:
            return ""
        if index < 0 and self._session.prediction is None:
            index = bracket.reference
        if self._snapshot is not None and index < 0:
            return self.tr("Before: {0}").format(self._snapshot.name)
        if index == OPENED:
            return self.tr("Before: as opened")
        if index < 0:
            return self.tr("Before: plain blend")
        ev = bracket.ev[index]
        known = "" if ev is None else f", {exposure_value(ev)}"
        return self.tr("Before: frame {0}").format(index + 1) + known

    def _compare_changed(self) -> None:
        self._tell_preview()
        self.update_labels()

    def _tell_preview(self) -> None:
        self._preview.set_before(self._before, self._canvas.before_visible, self.recipe)

    def _follow_snapshots(self) -> None:
        """The one in use may have another name now, or be gone."""
        known = self._snapshot
        if known is None or known in self._session.snapshots:
            return
        same = (s for s in self._session.snapshots if (s.made, s.recipe) == (known.made, known.recipe))
        renamed = next(same, None)
        if renamed is not None:
            self._choose(SNAPSHOT, renamed)
        else:
            self._snapshot = None
            self.begin()
