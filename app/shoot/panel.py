"""The panel at the left: the sets of the shoot, how many there are, and how they are found."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.panels.controls import WheelGuard
from app.settings import MAX_GAP
from app.shoot.filters import Filter, filters
from app.shoot.messages import Preferences
from app.shoot.model import ShootModel
from app.shoot.shoot import Shoot
from app.shoot.view import ShootView
from mefcore.limits import MAX_FRAMES

NARROWEST, GAP = 176, 6
"""Width in which the panel can still be used; between what stands in a line."""
CALM_MS = 400
"""A number is typed digit by digit; grouping waits until nothing more comes."""


class GroupingBox(QWidget):
    """Signals: changed, the :class:`~app.shoot.messages.Preferences` that the person set."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prefer = QComboBox(self)
        self.prefer.addItem(self.tr("use the RAW"), "raw")
        self.prefer.addItem(self.tr("use the JPEG"), "jpeg")
        self.gap = QSpinBox(self)
        self.gap.setRange(0, int(MAX_GAP))
        self.gap.setSuffix(self.tr(" s"))
        self.gap.setSpecialValueText(self.tr("automatic"))
        self.count = QSpinBox(self)
        self.count.setRange(1, MAX_FRAMES)
        self.count.setSpecialValueText(self.tr("any number"))
        form = QGridLayout(self)
        form.setContentsMargins(12, 2, 12, 10)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        form.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget, str], ...] = (
            (self.tr("RAW + JPEG"), self.prefer, self.tr("Which to use where both are of one exposure")),
            (self.tr("Longest pause"), self.gap, self.tr("A longer pause always begins a new set")),
            (self.tr("Frames in a set"), self.count, self.tr("Where every set has as many; what is left stays single")),
        )
        guard = WheelGuard(self)
        for row, (text, widget, tip) in enumerate(fields):
            widget.setToolTip(tip)
            widget.setAccessibleDescription(tip)
            widget.setAccessibleName(text)
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            label = QLabel(text, self)
            label.setProperty("role", "secondary")
            label.setBuddy(widget)
            widget.setMinimumHeight(27)
            widget.installEventFilter(guard)
            form.addWidget(label, row, 0)
            form.addWidget(widget, row, 1)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(lambda: self.changed.emit(self.preferences))
        self.prefer.currentIndexChanged.connect(lambda _: self._calm.start())
        self.gap.valueChanged.connect(lambda _: self._calm.start())
        self.count.valueChanged.connect(lambda _: self._calm.start())

    @property
    def preferences(self) -> Preferences:
        gap, count = self.gap.value(), self.count.value()
        return Preferences(self.prefer.currentData(), float(gap) if gap else None, count if count > 1 else None)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show without emitting :attr:`changed`."""
        with QSignalBlocker(self.prefer), QSignalBlocker(self.gap), QSignalBlocker(self.count):
            self.prefer.setCurrentIndex(self.prefer.findData(preferences.prefer))
            self.gap.setValue(round(preferences.gap or 0))
            self.count.setValue(preferences.count or 1)
        self._calm.stop()


class ShootPanel(QFrame):
    """The list, above it what it is and which sets are listed, and room for something below.

    Signals: filter_changed, another :class:`~app.shoot.filters.Filter`, or None for all sets.
    """

    filter_changed = Signal(object)

    def __init__(
        self,
        shoot: Shoot,
        model: ShootModel,
        view: ShootView,
        actions: dict[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shoot")
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(520)
        self._shoot = shoot
        self._model = model
        self.view = view
        self.heading = QLabel(self.tr("Shoot"), self)
        self.heading.setProperty("role", "heading")
        self.summary = QLabel(self)
        self.summary.setProperty("role", "secondary")
        self.summary.setMinimumWidth(1)
        self.grouping = GroupingBox(self)
        self.grouping.hide()
        self.more = QPushButton(self.tr("Grouping"), self)
        self.more.setCheckable(True)
        self.more.setAccessibleName(self.more.text())
        self.more.setToolTip(self.tr("Grouping: how sets are found"))
        self.more.toggled.connect(self.grouping.setVisible)
        self._make_filter()
        self._steps = [self._button(actions[name]) for name in ("previous_set", "next_set")]
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(GAP)
        row.addWidget(self.heading)
        row.addWidget(self.summary, 1)
        for button in self._steps:
            row.addWidget(button)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.grouping)
        column.addWidget(self.sieve)
        self.shelf = QSplitter(Qt.Orientation.Vertical, self)
        self.shelf.setChildrenCollapsible(False)
        self.shelf.setHandleWidth(3)
        self.shelf.addWidget(view)
        column.addWidget(self.shelf, 1)
        for signal in (shoot.replaced, shoot.regrouped, shoot.marked, model.modelReset):
            signal.connect(self._tell)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is little room, it belongs to what is told."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The count is read whole; what stands beside it gives way, the heading first."""
        needed = sum(w.sizeHint().width() + GAP for w in (self.summary, *self._steps)) + 20
        self.more.setText(self.more.accessibleName())
        needed += self.more.sizeHint().width()
        self.heading.setVisible(needed + self.heading.sizeHint().width() + GAP <= self.width())
        if needed > self.width():
            self.more.setText("…")

    def add_below(self, widget: QWidget) -> None:
        """Below the list, which keeps the larger part."""
        self.shelf.addWidget(widget)
        self.shelf.setStretchFactor(0, 3)
        self.shelf.setStretchFactor(1, 1)

    def show_filter(self, name: str) -> None:
        """Choose one of :func:`~app.shoot.filters.filters`."""
        self.filter.setCurrentIndex(max(0, self.filter.findData(name)))

    def _make_filter(self) -> None:
        self._filters: dict[str, Filter] = {f.name: f for f in filters()}
        self.sieve = QWidget(self)
        self.filter = QComboBox(self.sieve)
        for one in self._filters.values():
            self.filter.addItem(one.text, one.name)
        tip = self.tr("Which sets are listed")
        self.filter.setToolTip(tip)
        self.filter.setAccessibleName(tip)
        self.filter.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filter.installEventFilter(WheelGuard(self.filter))
        self.filter.currentIndexChanged.connect(lambda _: self._filter_chosen())
        line = QHBoxLayout(self.sieve)
        line.setContentsMargins(12, 0, 12, 8)
        line.addWidget(self.filter)
        self.sieve.hide()

    def _filter_chosen(self) -> None:
        name = self.filter.currentData()
        self.filter_changed.emit(None if name == "all" else self._filters[name])

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _tell(self) -> None:
        found = self._shoot.grouping
        brackets = () if found is None else found.brackets
        count = len(brackets)
        number = self._shoot.numbered(self._shoot.open)
        here = None
        if number is not None and self._shoot.sets[number].is_bracket:
            here = sum(one.is_bracket for one in self._shoot.sets[: number + 1])
        total = self.tr("1 set") if count == 1 else self.tr("{0} sets").format(count)
        told = total if here is None or count == 1 else self.tr("{0} of {1}").format(here, total)
        if here is not None and self._shoot.why(self._shoot.asked):
            # What is selected is another one, and nothing else says so once the message is gone.
            told = self.tr("{0} of {1} on screen").format(here, count)
        if self._model.filter is not None:
            told = self.tr("{0} of {1}").format(self._model.rowCount(), total)
        self.summary.setText(told)
        self._fit()
        self.sieve.setVisible(count > 1)
        self.grouping.show_preferences(self._shoot.preferences)
