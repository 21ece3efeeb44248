"""One plane of the colour cube, before and after a LUT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.instruments.lutcloud import GROUND
from app.theme import colour

if TYPE_CHECKING:
    import numpy as np

    from mefcore.lut.grid import Lut3D

_SIDE, _GAP, _FOOT = 10, 8, 50
_PIXELS = 96
"""Of a plane along each side."""
_ACROSS = ((1, 2), (0, 2), (0, 1))
"""For the depth along red, green or blue: the channels to the right and upwards."""
_PAINT = (QColor("#d07070"), QColor("#70b870"), QColor("#8088e0"))


class SliceView(QWidget):
    """Drag sideways or use the arrow keys to move through the cube; click the channel's name, or press Space, for
    planes of another channel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("A plane of the colour cube, before and after"))
        self.setToolTip(
            self.tr(
                "All colours with one level of a channel: as they go in, and as they come out.\n"
                "Drag sideways: another level. Space, or a click on the name: another channel."
            )
        )
        self._lut: Lut3D | None = None
        self._planes: tuple[QImage, QImage] | None = None
        self.axis = 2
        self.level = 128
        self._describe()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(232, 232)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, 160)

    def show_lut(self, lut: Lut3D | None) -> None:
        self._lut, self._planes = lut, None
        self.update()

    def set_level(self, level: int) -> None:
        """Of the channel, 0…255."""
        self.level, self._planes = min(max(level, 0), 255), None
        self._describe()
        self.update()

    def next_axis(self) -> None:
        """Planes of red, green or blue."""
        self.axis, self._planes = (self.axis + 1) % 3, None
        self._describe()
        self.update()

    def name(self) -> str:
        return (self.tr("Red"), self.tr("Green"), self.tr("Blue"))[self.axis]

    def _describe(self) -> None:
        self.setAccessibleDescription(f"{self.name()} {self.level}")

    # ---- painting

    @property
    def track(self) -> QRectF:
        """Where the level is dragged."""
        return QRectF(_SIDE, self.height() - 18, self.width() - 2 * _SIDE, 6)

    def boxes(self) -> tuple[QRectF, QRectF]:
        """Where the planes are: beside or below each other, whichever is larger."""
        width, height = self.width() - 2 * _SIDE, self.height() - _SIDE - _FOOT
        beside, below = min((width - _GAP) / 2, height - 14), min(width, (height - _GAP) / 2 - 14)
        side = max(beside, below, 8.0)
        if beside >= below:
            left, top = (self.width() - 2 * side - _GAP) / 2, _SIDE + 14 + max(0.0, (height - 14 - side) / 2)
            return QRectF(left, top, side, side), QRectF(left + side + _GAP, top, side, side)
        left = (self.width() - side) / 2
        return QRectF(left, _SIDE + 14, side, side), QRectF(left, _SIDE + 28 + side + _GAP, side, side)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        small = self.font()
        small.setPointSizeF(small.pointSizeF() * 0.86)
        if self._lut is not None:
            if self._planes is None:
                self._planes = self._make(self._lut)
            painter.setFont(small)
            names = (self.tr("Input"), self.tr("Output"))
            for box, plane, name in zip(self.boxes(), self._planes, names, strict=True):
                painter.drawImage(box, plane)
                painter.setPen(colour("plate_note"))
                painter.drawText(QRectF(box.left(), box.top() - 16, box.width(), 15), Qt.AlignmentFlag.AlignLeft, name)
            painter.setFont(self.font())
        self._paint_track(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_track(self, painter: QPainter) -> None:
        track = self.track
        words = QRectF(track.left(), track.top() - 26, track.width(), 20)
        painter.setPen(colour("plate_text"))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{self.name()} ▾")
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self.level))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 50))
        painter.drawRoundedRect(track, 3, 3)
        at = QPointF(track.left() + self.level / 255 * track.width(), track.center().y())
        painter.setBrush(_PAINT[self.axis])
        painter.drawRoundedRect(QRectF(track.left(), track.top(), at.x() - track.left(), track.height()), 3, 3)
        painter.setBrush(QColor("#f0f0f0"))
        painter.drawEllipse(at, 6, 6)

    def _make(self, lut: Lut3D) -> tuple[QImage, QImage]:
        """The plane as it goes in and as it comes out; 10 000 colours, a few ms."""
        import numpy as np

        steps = np.linspace(0, 1, _PIXELS)
        colours = np.empty((_PIXELS, _PIXELS, 3))
        right, up = _ACROSS[self.axis]
        colours[..., right], colours[..., up] = steps, steps[::-1, None]
        colours[..., self.axis] = self.level / 255
        return _image(colours), _image(lut.evaluate(colours))

    # ---- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        track, at = self.track, event.position()
        if track.top() - 28 < at.y() < track.top() - 4 and at.x() < track.left() + 70:
            self.next_axis()
        else:
            self._drag(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position())

    def _drag(self, at: QPointF) -> None:
        track = self.track
        self.set_level(round(255 * (at.x() - track.left()) / track.width()))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if self.hasFocus():
            self.set_level(self.level + (8 if event.angleDelta().y() > 0 else -8))
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageDown: -16,
            Qt.Key.Key_PageUp: 16,
            Qt.Key.Key_Home: -255,
            Qt.Key.Key_End: 255,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.set_level(self.level + steps[key])
        elif key == Qt.Key.Key_Space:
            self.next_axis()
        else:
            super().keyPressEvent(event)


def _image(colours: np.ndarray) -> QImage:
    import numpy as np

    levels = np.ascontiguousarray(np.rint(255 * np.clip(colours, 0, 1)).astype(np.uint8))
    height, width = levels.shape[:2]
    return QImage(levels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
