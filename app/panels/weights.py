"""How much each frame counts: a bar for each, that is dragged, locked, or left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QGridLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.models.messages import Loaded
from app.panels.controls import Control
from app.panels.groove import GrooveSlider
from app.panels.shares import Shares, alone, soloed, with_share
from app.panels.small import LockButton, small_button
from app.text import exposure_value
from mefcore.parameter import Parameter

STEPS = 1000
"""Of a bar, from nothing to all."""


class FrameRow(QWidget):
    """One frame's name, bar, percentage, lock and solo.  It has no layout: its parts stand in the grid of all rows.

    Signals:
        dragged: the share the person gives it, and whether that is by the bar that is held.
        held, let_go: the bar.
        solo_asked.
    """

    dragged = Signal(float)
    held = Signal()
    let_go = Signal()
    reset_asked = Signal()
    solo_asked = Signal()

    def __init__(self, number: int, name: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        told = self.tr("Weight of frame {0}").format(number)
        self.name = QLabel(name, parent)
        self.name.setProperty("role", "secondary")
        self.name.setToolTip(tip)
        self.bar = GrooveSlider(0, STEPS)
        self.bar.setParent(parent)
        self.bar.setAccessibleName(told)
        self.bar.setToolTip(self.tr("How much of this frame there is; the others that are not locked make room"))
        self.spin = QSpinBox(parent)
        self.spin.setRange(0, 100)
        self.spin.setSuffix(" %")
        self.spin.setFrame(False)
        self.spin.setProperty("role", "compact")
        self.spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.spin.setKeyboardTracking(False)
        self.spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.spin.setFixedWidth(self.spin.fontMetrics().horizontalAdvance("100 %") + 12)
        self.spin.setAccessibleName(self.tr("{0}, number").format(told))
        self.spin.lineEdit().setAcceptDrops(False)
        self.lock = LockButton(parent)
        self.lock.setToolTip(self.tr("Lock: keep this share while others are changed"))
        self.lock.setAccessibleName(self.tr("Lock frame {0}").format(number))
        self.solo = small_button(self.tr("Solo")[:1], parent)
        self.solo.setToolTip(self.tr("Solo: this frame alone; press again for what was before"))
        self.solo.setAccessibleName(self.tr("Solo frame {0}").format(number))
        self.bar.valueChanged.connect(lambda v: self.dragged.emit(v / STEPS))
        self.bar.sliderPressed.connect(self.held)
        self.bar.sliderReleased.connect(self.let_go)
        self.bar.reset_requested.connect(self.reset_asked)
        self.spin.valueChanged.connect(lambda v: self.dragged.emit(v / 100))
        self.solo.clicked.connect(self.solo_asked)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        return self.name, self.bar, self.spin, self.lock, self.solo

    def show_share(self, share: float, alone: bool) -> None:
        with QSignalBlocker(self.bar), QSignalBlocker(self.spin):
            self.bar.setValue(round(STEPS * share))
            self.spin.setValue(round(100 * share))
        self.solo.setChecked(alone)
        self.bar.update()


class WeightsControl(Control):
    """A row for each frame, dark to bright.  What is shown are the means over the picture, as they really are.

    Signals:
        stepped: a name, a value, and what the undo step is to be called.
    """

    stepped = Signal(str, object, str)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.rows: list[FrameRow] = []
        self._given: Shares = ()
        self._means: Shares = ()
        self._base: Shares = ()
        self._before_solo: Shares | None = None
        self.reset_button = QPushButton(self.tr("Network's own"), self)
        self.reset_button.setObjectName("remove")
        self.reset_button.setFlat(True)
        self.reset_button.setToolTip(self.tr("Back to the weights that the network found"))
        self.reset_button.clicked.connect(self.reset)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        top = QGridLayout()
        top.addWidget(self.label, 0, 0)
        top.addWidget(self.reset_button, 0, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(top)
        column.addLayout(self._grid)
        self._show()

    @property
    def shares(self) -> Shares:
        """What the person gave, or else what is."""
        return self._given or self._means

    def show_frames(self, loaded: Loaded | None) -> None:
        """Of another bracket, or none."""
        for row in self.rows:
            for widget in (*row.parts, row):
                widget.setParent(None)
                widget.deleteLater()
        self.rows = []
        self._means, self._before_solo = (), None
        frames = () if loaded is None else loaded.bracket.frames
        evs: Sequence[float | None] = () if loaded is None else loaded.bracket.ev
        for index, (frame, ev) in enumerate(zip(frames, evs, strict=True)):
            known = exposure_value(ev) if ev is not None else self.tr("Frame {0}").format(index + 1)
            row = FrameRow(index + 1, known, frame.path.name, self)
            row.dragged.connect(lambda share, i=index: self._drag(i, share))
            row.held.connect(self._hold)
            row.let_go.connect(self._let_go)
            row.solo_asked.connect(lambda i=index: self._solo(i))
            row.reset_asked.connect(self.reset)
            for column, widget in enumerate(row.parts):
                self._grid.addWidget(widget, index, column)
                if column in (1, 2):
                    widget.installEventFilter(self.guard)
            self.rows.append(row)
        self._show()

    def show_means(self, means: Sequence[float]) -> None:
        """The frames' weights over the whole picture, as it is on screen."""
        self._means = tuple(means)
        self._show()

    def set_value(self, value: Any) -> None:
        self._given = tuple(value)
        self._show()

    def _show(self) -> None:
        shares = self.shares
        only = soloed(shares) if self._given else None
        for index, row in enumerate(self.rows):
            if index < len(shares):
                row.show_share(shares[index], only == index)
        self.reset_button.setVisible(bool(self._given))

    def _locked(self) -> set[int]:
        return {i for i, row in enumerate(self.rows) if row.lock.isChecked()}

    def _hold(self) -> None:
        self.gesture.hold()
        self._base = self.shares

    def _let_go(self) -> None:
        self.gesture.release()
        self._base = ()

    def _drag(self, index: int, share: float) -> None:
        # From where the drag began: else rounding, and a share that was nothing for a moment, would leave their marks.
        base = self._base or self.shares
        if len(base) == len(self.rows):
            self._give(with_share(base, index, share, self._locked()), self.gesture.current())

    def _solo(self, index: int) -> None:
        self.gesture.finish()
        if self._given and soloed(self._given) == index:
            shares, text = self._before_solo or (), self.tr("Solo off")
            self._before_solo = None
        else:
            if soloed(self._given) is None:
                self._before_solo = self._given
            shares, text = alone(len(self.rows), index), self.tr("Solo frame {0}").format(index + 1)
        self.stepped.emit(self.parameter.name, shares, text)
        self._show()

    def _give(self, shares: Shares, gesture: int) -> None:
        self.edited.emit(self.parameter.name, shares, gesture)
        self._show()
