"""What is wrong with a lattice, in words a photographer knows, and what repairing it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.text import colour_difference, figure, small_share
from app.theme import colour

if TYPE_CHECKING:
    from app.instruments.lutmessages import LutFacts
    from mefcore.lut.health import Check, Health

SHOWN = ("range", "order", "tint", "folds", "banding", "clipped")
"""Checks that have a line, in this order; the error by size has a table of its own."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("LutHealth", text)


def name(key: str) -> str:
    """What a check is called."""
    return {
        "range": _tr("Values"),
        "order": _tr("Greys rise"),
        "tint": _tr("Greys neutral"),
        "folds": _tr("Folds"),
        "banding": _tr("Banding"),
        "clipped": _tr("Clipped"),
        "coarse": _tr("Fine enough"),
    }[key]


def told(check: Check) -> str:
    """What was found, in a few words."""
    if check.key == "range":
        return _tr("{0} nodes broken").format(round(check.value)) if check.value else _tr("all in range")
    if check.key == "order":
        return _tr("fall by {0} levels").format(figure(check.value, ".1f")) if check.severity != "ok" else _tr("always")
    if check.key == "tint":
        return _tr("up to {0} off").format(figure(check.value, ".1f"))
    if check.key == "folds":
        if not check.value:
            return _tr("none")
        text = _tr("{0} of cells") if check.in_picture != 0 else _tr("{0}, not in the picture")
        return text.format(small_share(check.value))
    if check.key == "banding":
        return _tr("none") if check.severity == "ok" else _tr("{0} of nodes").format(small_share(check.value))
    if check.key == "clipped":
        return _tr("{0} of nodes").format(small_share(check.value))
    return _tr("mean ΔE₀₀ {0}").format(colour_difference(check.value))


def lesson(key: str) -> str:
    """What a check is about, and what to do."""
    return {
        "range": _tr(
            "Every node must be a colour between black and white.\n"
            "Programs treat others as they like. Repair takes the mean of the neighbours."
        ),
        "order": _tr(
            "From black to white, greys must never get darker again:\n"
            "skies and skin would show rings. Repair levels what falls."
        ),
        "tint": _tr(
            "How far greys are from neutral at most: the distance from the grey axis in CIE Lab.\n"
            "A look may want that. If not: set Repair to Neutral, or turn the white balance."
        ),
        "folds": _tr(
            "Cells of the cube that are turned inside out: there, two colours become one and change places.\n"
            "Where the picture uses no such cell, nobody sees it. Repair smooths them."
        ),
        "banding": _tr(
            "Values that go up and down from node to node: gradients get stripes.\n"
            "Repair smooths them; LUTs that were saved with few digits often have them."
        ),
        "clipped": _tr(
            "Nodes that are at black or full brightness in a channel, though what goes in is not.\n"
            "A brighter LUT clips more. What is gone cannot be repaired: darken, or lower the strength."
        ),
        "coarse": _tr(
            "How far this lattice is from the continuous LUT, at samples spread over all colours.\n"
            "A larger grid, or tetrahedral interpolation, is nearer."
        ),
    }[key]


def summary(health: Health) -> str:
    """One sentence for a dialog: ``Healthy``, or what is wrong, the worst first.

    Args:
        health: what :func:`mefcore.lut.health.examine` found.
    """
    wrong = [f"{name(c.key)}: {told(c)}" for c in health.flags if c.severity == "warn"]
    noted = [f"{name(c.key)}: {told(c)}" for c in health.flags if c.severity == "note"]
    if not wrong and not noted:
        return _tr("This LUT is healthy.")
    if not wrong:
        return _tr("This LUT is healthy. Worth knowing: {0}.").format("; ".join(noted))
    advice = _tr("Repair, on the LUT page, mends it.") if health.repairable else ""
    return f"{_tr('Look at this LUT before you use it: {0}.').format('; '.join(wrong + noted))} {advice}".strip()


class Mark(QWidget):
    """A tick, a dot in a ring, or a triangle: their shapes tell them apart, not their colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(16, 16))
        self.severity = ""

    def set_severity(self, severity: str) -> None:
        """``ok``, ``note`` or ``warn``; empty for nothing."""
        self.severity = severity
        words = {"ok": _tr("in order"), "note": _tr("worth knowing"), "warn": _tr("to be mended")}
        self.setAccessibleName(words.get(severity, ""))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.severity == "ok":
            painter.setPen(QPen(colour("secondary"), 1.8))
            painter.drawPolyline(QPolygonF([QPointF(3.5, 8.5), QPointF(6.8, 11.8), QPointF(12.8, 4.6)]))
        elif self.severity == "note":
            painter.setPen(QPen(colour("text"), 1.3))
            painter.drawEllipse(QRectF(2.5, 2.5, 11, 11))
            painter.setPen(QPen(colour("text"), 1.6))
            painter.drawLine(QPointF(8, 7.6), QPointF(8, 11))
            painter.drawPoint(QPointF(8, 5.2))
        elif self.severity == "warn":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("signal"))
            painter.drawPolygon(QPolygonF([QPointF(8, 1.5), QPointF(15, 14), QPointF(1, 14)]))
            painter.setPen(QPen(colour("plate"), 1.8))
            painter.drawLine(QPointF(8, 6), QPointF(8, 9.6))
            painter.drawPoint(QPointF(8, 12))
        painter.end()


class HealthList(QWidget):
    """A line for each check, and the error by size.

    Attributes:
        outcome: what repairing has changed, or would; it stands apart, below the control of the repair.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks: dict[str, Mark] = {}
        self.values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(2, 1)
        for row, key in enumerate(SHOWN):
            mark, label, value = Mark(self), QLabel(name(key), self), QLabel("–", self)
            label.setProperty("role", "secondary")
            value.setProperty("role", "value")
            value.setWordWrap(True)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for widget in (mark, label, value):
                widget.setToolTip(lesson(key))
            grid.addWidget(mark, row, 0)
            grid.addWidget(label, row, 1)
            grid.addWidget(value, row, 2)
            self.marks[key], self.values[key] = mark, value
        self.errors = QLabel(self)
        self.errors.setToolTip(lesson("coarse"))
        self.errors.setTextFormat(Qt.TextFormat.RichText)
        self.outcome = QLabel(self)
        self.outcome.setProperty("role", "secondary")
        self.outcome.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self.errors)
        self.show_facts(None)

    def set_pending(self) -> None:
        """What is shown is of another lattice; its successor is being looked over."""
        for value in self.values.values():
            value.setEnabled(False)
        self.errors.setEnabled(False)

    def show_facts(self, facts: LutFacts | None) -> None:
        for key in SHOWN:
            check = None if facts is None else facts.health[key]  # type: ignore[index]
            self.marks[key].set_severity("" if check is None else check.severity)
            self.values[key].setText("–" if check is None else told(check))
            self.values[key].setEnabled(True)
            described = "" if check is None else f"{name(key)}: {self.marks[key].accessibleName()}"
            self.values[key].setAccessibleDescription(described)
        self.errors.setEnabled(True)
        self.errors.setText("" if facts is None else self._table(facts))
        self.errors.setVisible(facts is not None)
        self.outcome.setText("" if facts is None else self._outcome(facts))

    def _outcome(self, facts: LutFacts) -> str:
        if facts.repaired is None:
            if not facts.health.repairable:
                return self.tr("Nothing to repair.")
            return self.tr("Can be mended: {0}.").format(", ".join(name(c.key) for c in facts.health.repairable))
        change, share = facts.repaired
        if not share:
            return self.tr("There was nothing to mend.")
        return self.tr("Changed {0} of nodes, by {1} levels at most.").format(small_share(share), f"{change:.0f}")

    def _table(self, facts: LutFacts) -> str:
        """Sizes above, mean and largest ΔE below."""
        cell = '<td align="right" style="padding-left: 10px">{0}</td>'
        own = facts.request.lut.size
        sizes = "".join(cell.format(f"<b>{e.size}</b>" if e.size == own else str(e.size)) for e in facts.errors)
        means = "".join(cell.format(colour_difference(e.mean).replace("<", "&lt;")) for e in facts.errors)
        largest = "".join(cell.format(colour_difference(e.max).replace("<", "&lt;")) for e in facts.errors)
        rows = ((self.tr("Grid"), sizes), (self.tr("Mean ΔE₀₀"), means), (self.tr("Largest"), largest))
        return '<table width="100%">' + "".join(f"<tr><td>{title}</td>{row}</tr>" for title, row in rows) + "</table>"
