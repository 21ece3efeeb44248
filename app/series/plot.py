"""How the pictures of a series vary, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import theme
from app.text import figure

if TYPE_CHECKING:
    from mefcore.series import Tone

_LEFT, _TOP, _RIGHT, _BOTTOM = 40.0, 12.0, 12.0, 24.0


class SeriesPlot(QWidget):
    """One value of each set from left to right: as it is in outline, as it would be filled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._before: tuple[float, ...] = ()
        self._after: tuple[float, ...] = ()
        self._what = "luma"
        self._tones: tuple[Sequence[Tone], Sequence[Tone]] = ((), ())
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("How the pictures of the series vary"))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(520, 220)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(280, 140)

    def show_tones(self, names: Sequence[str], before: Sequence[Tone], after: Sequence[Tone]) -> None:
        """Of every set; ``after`` may be empty while it is being worked out."""
        self._names, self._tones = tuple(names), (before, after)
        self._take()

    def show_value(self, what: str) -> None:
        """``luma``, ``a`` or ``b``, see :class:`mefcore.series.Tone`."""
        self._what = what
        self._take()

    @property
    def values(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Before and after, as drawn."""
        return self._before, self._after

    def _take(self) -> None:
        before, after = self._tones
        self._before = tuple(getattr(t, self._what) for t in before)
        self._after = tuple(getattr(t, self._what) for t in after)
        self.update()

    # ---- painting

    @property
    def _graph(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _range(self) -> tuple[float, float]:
        both = (*self._before, *self._after)
        low, high = min(both), max(both)
        least = 12.0 if self._what == "luma" else 4.0
        spare = max(0.08 * (high - low), (least - (high - low)) / 2)
        return low - spare, high + spare

    def _place(self, index: int, value: float, low: float, high: float) -> QPointF:
        graph = self._graph
        x = graph.left() + graph.width() * (index + 0.5) / len(self._before)
        return QPointF(x, graph.bottom() - graph.height() * (value - low) / (high - low))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        graph = self._graph
        painter.fillRect(graph, theme.colour("well"))
        if self._before:
            low, high = self._range()
            self._paint_axis(painter, graph, low, high)
            self._paint_line(painter, self._before, low, high, False)
            self._paint_line(painter, self._after, low, high, True)
        painter.end()

    def _paint_axis(self, painter: QPainter, graph: QRectF, low: float, high: float) -> None:
        painter.setPen(QPen(theme.colour("grid"), 1))
        for part in (0.25, 0.5, 0.75):
            y = graph.top() + part * graph.height()
            painter.drawLine(QPointF(graph.left(), y), QPointF(graph.right(), y))
        painter.setPen(theme.colour("secondary"))
        for part in (0.0, 0.5, 1.0):
            y = graph.bottom() - part * graph.height()
            text = figure(low + part * (high - low), ".0f")
            box = QRectF(0, y - 8, _LEFT - 6, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        under = QRectF(graph.left(), graph.bottom() + 4, graph.width(), 18)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, "1")
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, str(len(self._before)))

    def _paint_line(self, painter: QPainter, values: Sequence[float], low: float, high: float, filled: bool) -> None:
        if not values:
            return
        points = [self._place(i, v, low, high) for i, v in enumerate(values)]
        pen = QPen(theme.colour("strong" if filled else "disabled"), 1.8 if filled else 1.2)
        pen.setStyle(Qt.PenStyle.SolidLine if filled else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if len(points) <= 120:
            painter.setPen(QPen(theme.colour("strong" if filled else "disabled"), 1.2))
            painter.setBrush(theme.colour("strong") if filled else theme.colour("well"))
            for point in points:
                painter.drawEllipse(point, 2.6, 2.6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell the set under the cursor."""
        graph = self._graph
        if not self._before or not graph.contains(event.position()):
            QToolTip.hideText()
            return
        index = int((event.position().x() - graph.left()) / graph.width() * len(self._before))
        index = min(max(index, 0), len(self._before) - 1)
        lines = [self._names[index], self.tr("now {0}").format(figure(self._before[index], ".1f"))]
        if self._after:
            lines.append(self.tr("then {0}").format(figure(self._after[index], ".1f")))
        QToolTip.showText(event.globalPosition().toPoint(), "\n".join(lines), self)
