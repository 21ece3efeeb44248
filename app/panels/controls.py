"""Controls made from a parameter's declaration."""

from __future__ import annotations

import itertools
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.panels import words
from app.panels.groove import GrooveSlider
from app.panels.slider import StopSlider
from app.panels.spin import FractionSpinBox, SignedFractionSpinBox, SignedSpinBox, WholeSpinBox
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
        self.label = ResetLabel(words.label(parameter), self)
        self.label.reset_requested.connect(self.reset)
        self.setToolTip(words.help_text(parameter) + "\n" + self.tr("Double-click to reset."))

    def set_value(self, value: Any) -> None:
        """Show a value without emitting :attr:`edited`."""
        raise NotImplementedError

    def reset(self) -> None:
        self.gesture.finish()
        self.edited.emit(self.parameter.name, self.start, 0)

    def _describe(self, widget: QWidget, suffix: str = "") -> None:
        widget.setAccessibleName(words.label(self.parameter) + suffix)
        widget.setAccessibleDescription(words.help_text(self.parameter))
        widget.installEventFilter(self.guard)


class NumberControl(Control):
    """A slider and a number that follow each other; subclasses lay them out."""

    def __init__(self, parameter: Parameter, slider: StopSlider, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self._whole = isinstance(parameter.default, int)
        self._steps = 1.0 if self._whole else round(1 / parameter.step)
        self.slider = slider
        self.slider.setParent(self)
        self.spin = self._make_spin()
        self._describe(self.slider)
        self._describe(self.spin, self.tr(", number"))
        self.label.setBuddy(self.spin)
        self.slider.valueChanged.connect(lambda v: self._change(v / self._steps))
        self.slider.sliderPressed.connect(self.gesture.hold)
        self.slider.sliderReleased.connect(self.gesture.release)
        self.slider.reset_requested.connect(self.reset)
        self.spin.valueChanged.connect(lambda v: self._change(v / parameter.scale))

    @staticmethod
    def slider_range(parameter: Parameter) -> tuple[int, int]:
        """Whole steps from the lowest value to the highest."""
        steps = 1.0 if isinstance(parameter.default, int) else round(1 / parameter.step)
        return round(parameter.low * steps), round(parameter.high * steps)

    def _make_spin(self) -> WholeSpinBox | FractionSpinBox:
        parameter = self.parameter
        low, high = parameter.low * parameter.scale, parameter.high * parameter.scale
        spin: WholeSpinBox | FractionSpinBox
        if parameter.decimals == 0:
            spin = SignedSpinBox(self) if parameter.signed else WholeSpinBox(self)
            spin.setRange(round(low), round(high))
        else:
            spin = SignedFractionSpinBox(self) if parameter.signed else FractionSpinBox(self)
            spin.setDecimals(parameter.decimals)
            spin.setRange(low, high)
            spin.setSingleStep(parameter.step * parameter.scale)
        spin.setSuffix(f" {parameter.unit}" if parameter.unit not in ("", "°") else parameter.unit)
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
            number = value * self.parameter.scale
            if isinstance(self.spin, WholeSpinBox):
                self.spin.setValue(round(number))
            else:
                self.spin.setValue(number)

    def _change(self, value: float) -> None:
        self.edited.emit(self.parameter.name, round(value) if self._whole else value, self.gesture.current())


class TallControl(NumberControl):
    """Name and number above, slider below."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, StopSlider(*self.slider_range(parameter), parameter.stops), parent)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.label, 1)
        top.addWidget(self.spin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.slider)


NAME_WIDTH = 102
"""Room for the name of a compact control; a longer one takes more."""
WIDEST = "+0.00 EV"
"""The longest number: all have its width, so that sliders end below each other."""


class CompactControl(NumberControl):
    """Name, slider and number in one line, for pages with many of them."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None, name: str = "") -> None:
        low, high = self.slider_range(parameter)
        super().__init__(parameter, GrooveSlider(low, high, parameter.colours), parent)
        if name:
            self.label.setText(name)
        self.label.setProperty("role", "secondary")
        self.label.setMinimumWidth(NAME_WIDTH)
        self.label.setMaximumWidth(max(NAME_WIDTH, self.label.sizeHint().width()))
        self.spin.setFrame(False)
        self.spin.setProperty("role", "compact")
        self.spin.setFixedWidth(self._spin_width())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.label)
        row.addWidget(self.slider, 1)
        row.addWidget(self.spin)

    def _spin_width(self) -> int:
        return self.spin.fontMetrics().horizontalAdvance(WIDEST) + 12


class ChoiceControl(Control):
    """Name on the left, choices on the right."""

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter, parent)
        self.combo = QComboBox(self)
        for choice in parameter.choices:
            self.combo.addItem(words.choice(choice), choice)
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


def make_control(parameter: Parameter, parent: QWidget | None = None, compact: bool = False) -> Control:
    """The control that fits the declaration of a number or a choice."""
    if parameter.choices:
        return ChoiceControl(parameter, parent)
    return CompactControl(parameter, parent) if compact else TallControl(parameter, parent)
