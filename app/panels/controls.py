"""Controls made from a parameter's declaration."""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.panels.slider import StopSlider
from mefcore.recipe import Parameter

PAUSE_MS = 700
"""Key presses and wheel steps that follow one another faster than this are one undo step."""

_gestures = itertools.count(1)


class Gesture(QObject):
    """Numbers the runs of changes that belong together: one drag, or key presses in quick succession."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._held = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.finish)

    def current(self) -> int:
        if self._number == 0:
            self._number = next(_gestures)
        if not self._held:
            self._pause.start()
        return self._number

    def hold(self) -> None:
        self.finish()
        self._held = True

    def release(self) -> None:
        self._held = False
        self.finish()

    def finish(self) -> None:
        self._pause.stop()
        self._number = 0


class ResetLabel(QLabel):
    """A control's name; a double-click resets the control."""

    reset_requested = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.reset_requested.emit()


class WheelGuard(QObject):
    """Keeps the wheel from changing a control that has no focus; the panel scrolls instead."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Control(QWidget):
    """One parameter.

    Attributes:
        start: the value that resetting goes back to.

    Signals:
        edited: ``(name, value, gesture)``; see :meth:`app.session.EditSession.edit`.
    """

    edited = Signal(str, object, int)

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.start = parameter.default
        self.gesture = Gesture(self)
        self.guard = WheelGuard(self)
        self.label = ResetLabel(self.tr(parameter.label), self)
        self.label.reset_requested.connect(self.reset)
        help_text = self.tr(parameter.help)
        self.setToolTip(help_text + "\n" + self.tr("Double-click to reset."))

    def set_value(self, value: Any) -> None:
        """Show a value without emitting :attr:`edited`."""
        raise NotImplementedError

    def reset(self) -> None:
        self.gesture.finish()
        self.edited.emit(self.parameter.name, self.start, 0)

    def _describe(self, widget: QWidget, suffix: str = "") -> None:
        widget.setAccessibleName(self.tr(self.parameter.label) + suffix)
        widget.setAccessibleDescription(self.tr(self.parameter.help))
        widget.installEventFilter(self.guard)


class WholeSpinBox(QSpinBox):
    """Takes numbers beyond its range while they are typed, and makes the nearest that it has of them."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state, text, position = super().validate(text, position)
        if state == QValidator.State.Invalid and self._number(text) is not None:
            state = QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        number = self._number(text)
        if number is None:
            return text
        return self.textFromValue(min(max(number, self.minimum()), self.maximum())) + self.suffix()

    def _number(self, text: str) -> int | None:
        number, ok = self.locale().toInt(text.removesuffix(self.suffix()).strip())
        return number if ok and number >= 0 else None


class NumberControl(Control):
    """Name and number above, slider below."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._whole = isinstance(parameter.default, int)
        self._steps = 1.0 if self._whole else 100.0
        low, high = round(parameter.low * self._steps), round(parameter.high * self._steps)
        self.slider = StopSlider(low, high, parameter.stops, self)
        self.spin = self._make_spin(low, high)
        self._describe(self.slider)
        self._describe(self.spin, self.tr(", number"))
        self.label.setBuddy(self.spin)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.label, 1)
        top.addWidget(self.spin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.slider)
        self.slider.valueChanged.connect(lambda v: self._change(v / self._steps))
        self.slider.sliderPressed.connect(self.gesture.hold)
        self.slider.sliderReleased.connect(self.gesture.release)
        self.slider.reset_requested.connect(self.reset)
        self.spin.valueChanged.connect(lambda v: self._change(v / self._shown))

    @property
    def _shown(self) -> float:
        return 100.0 if self.parameter.percent else 1.0

    def _make_spin(self, low: int, high: int) -> QSpinBox | QDoubleSpinBox:
        parameter = self.parameter
        spin: QSpinBox | QDoubleSpinBox
        if self._whole or parameter.percent:
            spin = WholeSpinBox(self)
            spin.setRange(low, high)
        else:
            spin = QDoubleSpinBox(self)
            spin.setRange(parameter.low, parameter.high)
            spin.setSingleStep(1 / self._steps)
        spin.setSuffix(" %" if parameter.percent else "")
        # While typing 129 the picture must not go by way of 2 and 12.
        spin.setKeyboardTracking(False)
        spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        # The slider beside it and the arrow keys do what the little arrows would.
        spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        # Files dropped on a number are meant for the window.
        spin.setAcceptDrops(False)
        spin.lineEdit().setAcceptDrops(False)
        spin.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToNearestValue)
        spin.setFixedWidth(max(64, spin.sizeHint().width()))
        return spin

    def set_value(self, value: Any) -> None:
        with QSignalBlocker(self.slider), QSignalBlocker(self.spin):
            self.slider.setValue(round(value * self._steps))
            number = value * self._shown
            if isinstance(self.spin, QSpinBox):
                self.spin.setValue(round(number))
            else:
                self.spin.setValue(number)

    def _change(self, value: float) -> None:
        self.edited.emit(self.parameter.name, round(value) if self._whole else value, self.gesture.current())


class ChoiceControl(Control):
    """Name on the left, choices on the right."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.combo = QComboBox(self)
        for choice in parameter.choices:
            self.combo.addItem(self.tr(choice.capitalize()), choice)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe(self.combo)
        self.label.setBuddy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.combo)
        self.combo.activated.connect(lambda i: self.edited.emit(parameter.name, self.combo.itemData(i), 0))

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.combo.findData(value))


def make_control(parameter: Parameter, parent: QWidget | None = None) -> Control:
    """The control that fits a parameter's declaration."""
    return ChoiceControl(parameter, parent) if parameter.choices else NumberControl(parameter, parent)
