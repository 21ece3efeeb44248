"""A small picture of the whole, and in it the part that is in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.canvas.canvas import WHEEL_STEP
from app.canvas.view import View
from app.models.messages import Picture, Rendered

HEIGHT = 132
"""Of the picture at most, logical pixels."""
_MARGIN = 8
_KEYS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Navigator(QWidget):
    """Hidden while the whole picture is in view.

    Signals:
        look_at: ``(x, y)`` in image pixels, to be moved to the middle.
        zoom_by: a factor, around the middle of what is in view.
        fit_requested: the whole picture is to be seen.
    """

    look_at = Signal(float, float)
    zoom_by = Signal(float)
    fit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigator")
        self.setAccessibleName(self.tr("Navigator"))
        self.setToolTip(self.tr("Drag to move, wheel to zoom, double-click to see all"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT + 2 * _MARGIN)
        self._view: View | None = None
        self._picture: Picture | None = None
        self._small: QImage | None = None
        self.hide()

    def show_view(self, view: View) -> None:
        self._view = view
        self.setVisible(not view.shows_all)
        self.update()

    def show_rendered(self, rendered: Rendered) -> None:
        """Of what was rendered, that which shows the whole picture: the first."""
        pictures = rendered.after or rendered.before
        if pictures and pictures[0] is not self._picture:
            self._picture, self._small = pictures[0], None
            self.update()

    @property
    def area(self) -> QRectF:
        """Where the whole picture is; logical pixels."""
        if self._view is None:
            return QRectF()
        width, height = self._view.image
        scale = min((self.width() - 2 * _MARGIN) / width, HEIGHT / height)
        box = QRectF(0, 0, width * scale, height * scale)
        box.moveCenter(QRectF(self.rect()).center())
        return box

    @property
    def frame(self) -> QRectF:
        """Where the part in view is."""
        if self._view is None:
            return QRectF()
        area, (left, top, right, bottom) = self.area, self._view.visible()
        sx, sy = area.width() / self._view.image[0], area.height() / self._view.image[1]
        return QRectF(area.left() + left * sx, area.top() + top * sy, (right - left) * sx, (bottom - top) * sy)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, HEIGHT + 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("well"))
        area, frame = self.area, self.frame
        small = self._scaled(area)
        if small is not None:
            painter.drawImage(area, small, QRectF(small.rect()))
        # What is out of view is dimmed: the frame alone would be lost in some pictures.
        painter.setClipRect(area)
        outside = QColor(0, 0, 0, 120)
        for part in (
            QRectF(area.topLeft(), QPointF(area.right(), frame.top())),
            QRectF(QPointF(area.left(), frame.bottom()), area.bottomRight()),
            QRectF(QPointF(area.left(), frame.top()), QPointF(frame.left(), frame.bottom())),
            QRectF(QPointF(frame.right(), frame.top()), QPointF(area.right(), frame.bottom())),
        ):
            painter.fillRect(part, outside)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((QColor(0, 0, 0, 160), -1.5), (QColor("#ffffff"), -0.5)):
            painter.setPen(QPen(colour, 1))
            painter.drawRect(frame.adjusted(inset, inset, -inset, -inset))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _scaled(self, area: QRectF) -> QImage | None:
        """The picture at the size it is painted in."""
        if self._picture is None:
            return None
        size = (area.size() * self.devicePixelRatioF()).toSize()
        if self._small is None or self._small.size() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._small = self._picture.painted.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        return self._small

    # ---- hand and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit_requested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if notches:
            self.zoom_by.emit(WHEEL_STEP**notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._view is None or event.key() not in _KEYS:
            super().keyPressEvent(event)
            return
        dx, dy = _KEYS[event.key()]
        step = 0.1 * min(self._view.viewport) / self._view.zoom
        self.look_at.emit(self._view.x + dx * step, self._view.y + dy * step)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.update()
        super().changeEvent(event)

    def _go(self, position: QPointF) -> None:
        area = self.area
        if self._view is not None and not area.isEmpty():
            x = (position.x() - area.left()) / area.width() * self._view.image[0]
            y = (position.y() - area.top()) / area.height() * self._view.image[1]
            self.look_at.emit(x, y)
