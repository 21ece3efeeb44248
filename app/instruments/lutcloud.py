"""A LUT as a cloud of its nodes in the colour cube, to be turned by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import colour

if TYPE_CHECKING:
    import numpy as np

    from app.instruments.lutmessages import Cloud

START = (-35.0, 22.0)
"""Degrees: turned about the grey axis' upright, and tilted towards the eye."""
GROUND = QColor("#2e2e2e")
"""The same in every theme: colours are judged against it."""
NEAREST, FARTHEST = 0.5, 4.0
_AXES = (QColor("#d07070"), QColor("#70b870"), QColor("#8088e0"))
_EDGES = tuple((a, a | bit) for a in range(8) for bit in (1, 2, 4) if not a & bit)
_KEY_STEP = 7.5
_MOVED = 2.0 / 255
"""Nodes that moved by less have no line."""


class CloudView(QWidget):
    """Drag or arrow keys turn, wheel or + and − zoom, a double-click or Home goes back to the beginning."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("LUT as a cloud of colours"))
        self.setToolTip(
            self.tr(
                "Each point is a node of the lattice, where the LUT moves it and in its new colour.\n"
                "Drag or arrow keys: turn. Wheel, + and −: zoom. Double-click or Home: from the beginning."
            )
        )
        self._cloud: Cloud | None = None
        self._image: QImage | None = None
        self._pixels: np.ndarray | None = None
        self._painted: tuple[object, ...] | None = None
        self._grip: QPointF | None = None
        self._lines = False
        self._coverage = False
        self.turn, self.tilt = START
        self.zoom = 1.0

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(232, 232)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, 160)

    @property
    def cloud(self) -> Cloud | None:
        """What is shown."""
        return self._cloud

    def show_cloud(self, cloud: Cloud | None) -> None:
        self._cloud = cloud
        self.update()

    def set_lines(self, on: bool) -> None:
        """Whether each node has a line from where it was."""
        self._lines = on
        self.update()

    def set_coverage(self, on: bool) -> None:
        """Whether nodes that the picture does not use are faint."""
        self._coverage = on
        self.update()

    def reset(self) -> None:
        """As at the beginning."""
        (self.turn, self.tilt), self.zoom = START, 1.0
        self.update()

    def turn_by(self, across: float, up: float) -> None:
        """In degrees."""
        self.turn = (self.turn + across + 180) % 360 - 180
        self.tilt = min(max(self.tilt + up, -90.0), 90.0)
        self.update()

    def zoom_by(self, factor: float) -> None:
        self.zoom = min(max(self.zoom * factor, NEAREST), FARTHEST)
        self.update()

    # ---- from colours to places

    def _rows(self) -> tuple[tuple[float, float, float], ...]:
        """Three rows that turn a colour less (½, ½, ½): to the right, downwards, and away from the eye."""
        # Blue points up; red and green span the floor.
        t, u = math.radians(self.turn), math.radians(self.tilt)
        right = (math.cos(t), -math.sin(t), 0.0)
        away = (math.sin(t), math.cos(t), 0.0)
        down = (-away[0] * math.sin(u), -away[1] * math.sin(u), -math.cos(u))
        depth = (away[0] * math.cos(u), away[1] * math.cos(u), -math.sin(u))
        return right, down, depth

    def _scale(self) -> float:
        return min(self.width(), self.height()) / 1.78 * self.zoom

    def place(self, rgb: tuple[float, float, float]) -> QPointF:
        """Where a colour is on the widget."""
        right, down, _ = self._rows()
        r, g, b = (v - 0.5 for v in rgb)
        x, y = (row[0] * r + row[1] * g + row[2] * b for row in (right, down))
        scale = self._scale()
        return QPointF(self.width() / 2 + scale * x, self.height() / 2 + scale * y)

    # ---- painting

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        behind, before = self._edges()
        self._paint_edges(painter, behind)
        if self._cloud is not None:
            if self._lines:
                self._paint_lines(painter, self._cloud)
            painter.drawImage(QRectF(self.rect()), self._splat(self._cloud))
        self._paint_edges(painter, before)
        self._paint_names(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _edges(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Those of the cube behind the cloud, which meet in the farthest corner, and the others."""
        depth = self._rows()[2]
        corner = sum((1 << axis) for axis in range(3) if depth[axis] > 0)
        behind = [edge for edge in _EDGES if corner in edge]
        return behind, [edge for edge in _EDGES if corner not in edge]

    def _paint_edges(self, painter: QPainter, edges: list[tuple[int, int]]) -> None:
        for first, second in edges:
            axis = (first ^ second).bit_length() - 1
            own = first == 0
            painter.setPen(QPen(_AXES[axis] if own else QColor(255, 255, 255, 60), 1.4 if own else 1.0))
            painter.drawLine(self.place(_corner(first)), self.place(_corner(second)))

    def _paint_names(self, painter: QPainter) -> None:
        names = (self.tr("R"), self.tr("G"), self.tr("B"))
        for axis, name in enumerate(names):
            at = self.place(tuple(1.09 if a == axis else 0.0 for a in range(3)))  # type: ignore[arg-type]
            painter.setPen(_AXES[axis].lighter(125))
            painter.drawText(QRectF(at.x() - 12, at.y() - 10, 24, 20), Qt.AlignmentFlag.AlignCenter, name)

    def _paint_lines(self, painter: QPainter, cloud: Cloud) -> None:
        import numpy as np

        some = _every_other(cloud)
        some = some[np.abs(cloud.inputs[some] - cloud.outputs[some]).max(axis=1) > _MOVED]
        if self._coverage:
            some = some[cloud.used[some]]
        ends = [self._flat(points[some])[0].tolist() for points in (cloud.inputs, cloud.outputs)]
        painter.setPen(QPen(QColor(255, 255, 255, 70), 1))
        painter.drawLines([QLineF(*a, *b) for a, b in zip(*ends, strict=True)])

    def _flat(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """``(P, 2)`` places on the widget, and ``(P,)`` depths, larger where farther."""
        import numpy as np

        turned = (points - np.float32(0.5)) @ np.array(self._rows(), np.float32).T
        middle = np.array([self.width() / 2, self.height() / 2], np.float32)
        return middle + np.float32(self._scale()) * turned[:, :2], turned[:, 2]

    def _splat(self, cloud: Cloud) -> QImage:
        """The points as discs, nearer ones over farther ones, without a call of Qt's for each: 4913 in a few ms."""
        import numpy as np

        fine = self.devicePixelRatioF()
        fine *= 2 if self.width() * fine <= 480 else 1
        width, height = max(round(self.width() * fine), 1), max(round(self.height() * fine), 1)
        key = (cloud, self.turn, self.tilt, self.zoom, width, height, self._coverage)
        if self._image is not None and key == self._painted:
            return self._image
        flat, depth = self._flat(cloud.outputs)
        order = np.argsort(-depth, kind="stable")
        if self._coverage:  # used ones last, so that faint ones never hide them
            order = order[np.argsort(cloud.used[order], kind="stable")]
        radius = max(1.5, self._scale() / 110) * fine
        rim = int(radius)
        # A rim around the pixels, so that no disc has to be cut.
        centre = np.rint(flat[order] * fine).astype(np.int32) + rim
        seen = ((centre >= rim) & (centre < np.array([width, height]) + rim)).all(axis=1)
        centre, order = centre[seen], order[seen]
        stride = width + 2 * rim
        dy, dx = np.mgrid[-rim : rim + 1, -rim : rim + 1]
        disc = (dy * stride + dx)[dx**2 + dy**2 <= (rim + 0.45) ** 2].astype(np.int32)
        pixels = np.zeros((height + 2 * rim) * stride, np.uint32)
        at = (centre[:, 1] * stride + centre[:, 0])[:, None] + disc
        # Of several values for one pixel the last stays: the nearest.
        pixels[at.ravel()] = np.repeat(_packed(cloud, order, self._coverage), len(disc))
        start = 4 * (rim * stride + rim)
        inside = pixels.view(np.uint8)[start:].data
        shown = QImage(inside, width, height, 4 * stride, QImage.Format.Format_ARGB32_Premultiplied)
        self._image, self._painted, self._pixels = shown, key, pixels
        return self._image

    # ---- mouse and keys

    def event(self, event: QEvent) -> bool:
        # + and − zoom the picture, unless the cloud has the focus.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _zooms(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._grip is not None:
            moved = event.position() - self._grip
            self._grip = event.position()
            self.turn_by(-0.6 * moved.x(), 0.6 * moved.y())

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:  # noqa: N802
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if not self.hasFocus():  # the page scrolls
            event.ignore()
            return
        self.zoom_by(1.15 ** (event.angleDelta().y() / 120))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        turns = {
            Qt.Key.Key_Left: (_KEY_STEP, 0.0),
            Qt.Key.Key_Right: (-_KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_KEY_STEP),
            Qt.Key.Key_Down: (0.0, _KEY_STEP),
        }
        key = Qt.Key(event.key())
        if key in turns:
            self.turn_by(*turns[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.15)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / 1.15)
        elif key == Qt.Key.Key_Home:
            self.reset()
        else:
            super().keyPressEvent(event)


def _zooms(event: QKeyEvent) -> bool:
    other = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and not event.modifiers() & other


def _corner(number: int) -> tuple[float, float, float]:
    return float(number & 1), float(number >> 1 & 1), float(number >> 2 & 1)


def _every_other(cloud: Cloud) -> np.ndarray:
    """Indices of every other node along each axis."""
    import numpy as np

    n = round(len(cloud.inputs) ** (1 / 3))
    every: np.ndarray = np.arange(n**3).reshape(n, n, n)[::2, ::2, ::2]
    return every.ravel()


def _packed(cloud: Cloud, order: np.ndarray, coverage: bool) -> np.ndarray:
    """``(P,)`` uint32, ARGB; with ``coverage``, what is not used is nearly the ground."""
    import numpy as np

    rgb = np.rint(255 * np.clip(cloud.outputs[order], 0, 1))
    if coverage:
        ground = np.array([GROUND.red(), GROUND.green(), GROUND.blue()])
        rgb = np.where(cloud.used[order, None], rgb, ground + 0.16 * (rgb - ground))
    levels = np.empty((len(rgb), 4), np.uint8)
    levels[:, :3], levels[:, 3] = rgb, 0xFF
    packed: np.ndarray = levels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1, 1 << 24], np.uint32)
    return packed
