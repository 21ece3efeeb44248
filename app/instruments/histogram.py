"""The histogram: how often each level occurs in what is shown, and whether anything is clipped."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.instruments import clipping
from app.instruments.clipping import KINDS, Kind, Marks
from app.instruments.histogram_counts import Counts, Histogram, ceiling
from app.text import grouped, share
from app.theme import colour

PACE_MS = 90
"""Between two drawings, at least."""
HEIGHT = 116
_SIDE, _TOP, _LINE = 10, 6, 20
"""Around the plot, logical pixels: beside it, above it, and for the line of text below."""
_TRIANGLE = 13
_CHANNELS = (QColor(112, 28, 28), QColor(28, 112, 28), QColor(28, 28, 120))
"""They are added up where they overlap: all three give a light grey."""
_EDGES = (QColor("#e08a8a"), QColor("#8ad08a"), QColor("#9a9af0"))
_LUMA = QColor("#b4b4b4")


class HistogramView(QWidget):
    """Signals: luma_wanted and marks_wanted, what a click switches: a :data:`~app.instruments.clipping.Kind`."""

    luma_wanted = Signal(bool)
    log_wanted = Signal(bool)
    marks_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        # A click is a glance aside: the keys stay with the picture.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Histogram"))
        self._histogram: Histogram | None = None
        self._luma = self._log = False
        self._marks = Marks()
        self._colour: QColor | None = None
        self._level: int | None = None
        self._drawn: QImage | None = None
        self._pace = QTimer(self, singleShot=True, interval=PACE_MS)
        self._pace.timeout.connect(self._catch_up)
        self._late = False
        self._describe()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(264, HEIGHT)

    @property
    def histogram(self) -> Histogram | None:
        """What is plotted."""
        return self._histogram

    @property
    def luma(self) -> bool:
        """Whether luma is plotted, instead of red, green and blue."""
        return self._luma

    @property
    def log(self) -> bool:
        """Whether heights follow the logarithm of the counts."""
        return self._log

    @property
    def level(self) -> int | None:
        """The one that is pointed at, whose counts are told."""
        return self._level

    def show_histogram(self, histogram: Histogram | None) -> None:
        if histogram is not self._histogram:
            self._histogram = histogram
            self._late = True
            if not self._pace.isActive():
                self._catch_up()

    def _catch_up(self) -> None:
        """Draw what has come meanwhile: while a slider is dragged, not every step of it."""
        if self._late:
            self._late, self._drawn = False, None
            self._describe()
            self.update()
            self._pace.start()

    def show_modes(self, luma: bool, log: bool) -> None:
        self._luma, self._log, self._drawn = luma, log, None
        self._describe()
        self.update()

    def show_marks(self, marks: Marks) -> None:
        """Which of the triangles are pressed, and what colours they have."""
        self._marks = marks
        self.update()

    def show_colour(self, seen: QColor | None) -> None:
        """Mark the levels of the colour under the cursor."""
        if seen != self._colour:
            self._colour = seen
            self.update()

    def share(self, kind: Kind) -> float:
        """The part of the pixels that is clipped."""
        return 0.0 if self._histogram is None else float(getattr(self._histogram, kind))

    def told(self) -> str:
        """The line below the plot: what is pointed at; else what is clipped."""
        if self._histogram is None:
            return ""
        if self._level is None:
            return self.tr("Luma") if self._luma else self.tr("RGB")
        counts = [c[self._level] * self._histogram.step for c in self._histogram.shown(self._luma)]
        names = (self.tr("Luma"),) if self._luma else ("R", "G", "B")
        about = "" if self._histogram.step == 1 else "≈\N{THIN SPACE}"
        each = "  ".join(f"{name} {about}{grouped(n)}" for name, n in zip(names, counts, strict=True))
        return f"{self._level}:  {each}"

    def _describe(self) -> None:
        """For those who hear it instead of seeing it."""
        text = self.tr("Nothing is shown")
        if self._histogram is not None:
            text = self.tr("Shadows clipped: {0}. Highlights clipped: {1}.").format(
                share(self.share("shadows"), 1), share(self.share("highlights"), 1)
            )
            if self._level is not None:
                text = f"{self.told()}. {text}"
        self.setAccessibleDescription(text)

    # ---- places

    @property
    def plot(self) -> QRectF:
        """Where levels 0 to 255 are, from left to right."""
        return QRectF(_SIDE, _TOP, self.width() - 2 * _SIDE, self.height() - _TOP - _LINE)

    def triangle(self, kind: Kind) -> QRectF:
        """The corner to be clicked."""
        plot = self.plot
        left = plot.left() if kind == "shadows" else plot.right() - _TRIANGLE
        return QRectF(left, plot.top(), _TRIANGLE, _TRIANGLE)

    def _x(self, level: float) -> float:
        return self.plot.left() + level / 255 * self.plot.width()

    def _kind_at(self, position: QPointF) -> Kind | None:
        return next((k for k in KINDS if self.triangle(k).adjusted(-8, -6, 8, 6).contains(position)), None)

    # ---- painting

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.drawImage(0, 0, self._plotted())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._histogram is not None:
            self._paint_levels(painter)
        for kind in KINDS:
            self._paint_triangle(painter, kind)
        self._paint_line(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("plate_text"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _plotted(self) -> QImage:
        """The counts; drawn once, as what is pointed at changes far more often."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._drawn is None or self._drawn.size() != size:
            image = QImage(size, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(ratio)
            image.fill(colour("plate"))
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(255, 255, 255, 20), 1))
            for stop in (64, 128, 192):
                painter.drawLine(QPointF(self._x(stop), self.plot.top()), QPointF(self._x(stop), self.plot.bottom()))
            if self._histogram is not None:
                self._paint_counts(painter, self._histogram)
            painter.setPen(QPen(QColor(255, 255, 255, 60), 1))
            painter.drawLine(self.plot.bottomLeft(), self.plot.bottomRight())
            painter.end()
            self._drawn = image
        return self._drawn

    def _paint_counts(self, painter: QPainter, histogram: Histogram) -> None:
        channels = histogram.shown(self._luma)
        top = ceiling(channels)
        lines = [self._line(counts, top) for counts in channels]
        fills, edges = ((_LUMA.darker(150),), (_LUMA,)) if self._luma else (_CHANNELS, _EDGES)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        for line, fill in zip(lines, fills, strict=True):
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF([self.plot.bottomLeft(), *line, self.plot.bottomRight()]))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for line, edge in zip(lines, edges, strict=True):
            painter.setPen(QPen(edge, 1))
            painter.drawPolyline(QPolygonF(line))

    def _line(self, counts: Counts, top: int) -> list[QPointF]:
        left, step, bottom = self.plot.left(), self.plot.width() / 255, self.plot.bottom()
        values = [math.log1p(n) for n in counts] if self._log else counts
        limit = math.log1p(top) if self._log else top
        unit = self.plot.height() / limit
        return [QPointF(left + i * step, bottom - unit * min(n, limit)) for i, n in enumerate(values)]

    def _paint_levels(self, painter: QPainter) -> None:
        """The colour under the cursor, and the level that is pointed at."""
        if self._level is not None:
            painter.setPen(QPen(colour("plate_text"), 1, Qt.PenStyle.DotLine))
            x = round(self._x(self._level)) + 0.5
            painter.drawLine(QPointF(x, self.plot.top()), QPointF(x, self.plot.bottom()))
        if self._colour is None:
            return
        rgb = (self._colour.red(), self._colour.green(), self._colour.blue())
        levels = [(float(level), edge) for level, edge in zip(rgb, _EDGES, strict=True)]
        if self._luma:
            levels = [(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2], QColor("#ffffff"))]
        for level, paint in levels:
            painter.setPen(QPen(paint, 1))
            painter.setBrush(paint)
            at = QPointF(self._x(level), self.plot.bottom())
            painter.drawLine(at, at - QPointF(0, self.plot.height()))
            painter.drawPolygon(QPolygonF([at + QPointF(0, -1), at + QPointF(-4, 5), at + QPointF(4, 5)]))

    def _paint_triangle(self, painter: QPainter, kind: Kind) -> None:
        box = self.triangle(kind)
        corner, end = (box.topLeft(), box.topRight()) if kind == "shadows" else (box.topRight(), box.topLeft())
        shape = QPolygonF([corner, end, QPointF(corner.x(), box.bottom())])
        lit, pressed = self.share(kind) > 0, getattr(self._marks, kind)
        if pressed:
            painter.setPen(QPen(colour("plate_text"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 2, 2)
        painter.setPen(QPen(QColor("#101010"), 1) if lit else QPen(QColor("#5c5c5c"), 1))
        painter.setBrush(clipping.colour(kind, self._marks.style) if lit else colour("plate"))
        painter.drawPolygon(shape)

    def _paint_line(self, painter: QPainter) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(font)
        line = QRectF(_SIDE, self.height() - _LINE + 3, self.width() - 2 * _SIDE, _LINE - 4)
        painter.setPen(colour("plate_note"))
        if self._level is None and self._histogram is not None:
            for kind, align in zip(KINDS, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True):
                # Dark is left in every language, as in the histogram above.
                align |= Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(line, align, share(self.share(kind), 1))
        text = self.told() + (self.tr(" · log") if self._log and self._level is None and self._histogram else "")
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)

    # ---- mouse and keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            kind = self._kind_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(kind), self)
            return True
        return super().event(event)

    def tip(self, kind: Kind | None) -> str:
        """What the tool tip says of a triangle, or of the plot."""
        if kind is None:
            return self.tr("Histogram of what is shown. Click for luma or RGB, right-click for more.")
        text = {
            "shadows": self.tr("Black: {0} of what is shown. Click to mark clipped shadows  (U)"),
            "highlights": self.tr("A channel at its end: {0} of what is shown. Click to mark clipped highlights  (O)"),
        }[kind]
        return text.format(share(self.share(kind), 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        kind, plot = self._kind_at(event.position()), self.plot
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind else Qt.CursorShape.CrossCursor)
        level = round((event.position().x() - plot.left()) / plot.width() * 255)
        self._point_at(min(max(level, 0), 255) if kind is None else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return super().mousePressEvent(event)
        kind = self._kind_at(event.position())
        if kind is None:
            self.luma_wanted.emit(not self._luma)
        else:
            self.marks_wanted.emit(kind)
        return None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._point_at(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._point_at(None)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -16, Qt.Key.Key_PageUp: 16}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._point_at(128 if self._level is None else min(max(self._level + step, 0), 255))
        elif event.key() == Qt.Key.Key_Home:
            self._point_at(0)
        elif event.key() == Qt.Key.Key_End:
            self._point_at(255)
        elif event.key() == Qt.Key.Key_Space:
            self.luma_wanted.emit(not self._luma)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.log_wanted.emit(not self._log)
        else:
            super().keyPressEvent(event)

    def _point_at(self, level: int | None) -> None:
        if level != self._level:
            self._level = level
            self._describe()
            self.update()
