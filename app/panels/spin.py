"""Boxes for numbers, written as everywhere in the window and read however a person writes them."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from mefcore.parameter import MINUS


def _typed(box: QAbstractSpinBox, text: str) -> str:
    """As Qt reads it: a point or a comma before the decimals, a minus of either kind."""
    locale = box.locale()
    for sign in ".,":
        text = text.replace(sign, locale.decimalPoint())
    for sign in (MINUS, "-"):
        text = text.replace(sign, locale.negativeSign())
    return text


def _shown(box: QAbstractSpinBox, text: str) -> str:
    """With a true minus."""
    return text.replace(box.locale().negativeSign(), MINUS)


class WholeSpinBox(QSpinBox):
    """Takes numbers beyond its range while they are typed, and makes the nearest that it has of them."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state, _, position = super().validate(_typed(self, text), position)
        if state == QValidator.State.Invalid and self._number(text) is not None:
            state = QValidator.State.Intermediate
        return state, text, position

    def fixup(self, text: str) -> str:
        number = self._number(text)
        if number is None:
            return text
        return self.textFromValue(min(max(number, self.minimum()), self.maximum())) + self.suffix()

    def valueFromText(self, text: str) -> int:  # noqa: N802
        return super().valueFromText(_typed(self, text))

    def textFromValue(self, value: int) -> str:  # noqa: N802
        return _shown(self, super().textFromValue(value))

    def _number(self, text: str) -> int | None:
        number, ok = self.locale().toInt(_typed(self, text).removesuffix(self.suffix()).strip())
        return number if ok and (number >= 0 or self.minimum() < 0) else None


class SignedSpinBox(WholeSpinBox):
    """Shows the sign of what is above zero, too."""

    def textFromValue(self, value: int) -> str:  # noqa: N802
        text = super().textFromValue(value)
        return f"+{text}" if value > 0 else text


class FractionSpinBox(QDoubleSpinBox):
    """With decimals."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state, _, position = super().validate(_typed(self, text), position)
        return state, text, position

    def valueFromText(self, text: str) -> float:  # noqa: N802
        return super().valueFromText(_typed(self, text))

    def textFromValue(self, value: float) -> str:  # noqa: N802
        return _shown(self, super().textFromValue(value + 0.0))


class SignedFractionSpinBox(FractionSpinBox):
    """Shows the sign of what is above zero, too."""

    def textFromValue(self, value: float) -> str:  # noqa: N802
        text = super().textFromValue(value)
        return f"+{text}" if value > 0 else text
