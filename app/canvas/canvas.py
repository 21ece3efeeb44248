"""The picture: zoom, pan, and a draggable divider between before and after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas import layers, legend, overlay
from app.canvas.view import NEAREST_ABOVE, View
from app.models.messages import GhostMap, Picture, Rendered, WeightMap

SURROUND = QColor("#2f2f2f")
GRAB = 7
"""Half the width of the divider's sensitive strip, logical pixels."""
WHEEL_STEP = 1.2

_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Canvas(QWidget):
    """Shows :class:`~app.models.messages.Rendered` pictures through a :class:`~app.canvas.view.View`.

    Signals:
        view_changed: the view, for whoever renders.
        compare_changed: whether "before" is on screen changed.
        tab_pressed: Tab, while the picture has the focus.
        hovered: ``(x, y, QColor | None)`` image pixel and colour under the cursor; x is -1 outside.
    """

    view_changed = Signal(object)
    compare_changed = Signal()
    tab_pressed = Signal()
    hovered = Signal(int, int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        # Tab hides the panels while the picture has the focus, so it must not be a stop on Tab's way round.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self.setAccessibleName(self.tr("Picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._view: View | None = None
        self._after: tuple[Picture, ...] = ()
        self._before: tuple[Picture, ...] = ()
        self._level_sizes: tuple[tuple[int, int], ...] = ()
        self._labels = ("", "")
        self._map: WeightMap | None = None
        self._ghosts: GhostMap | None = None
        self._frame_names: tuple[str, ...] = ()
        self._tool_cursor: Qt.CursorShape | None = None
        self._split = True
        self._divider = 0.5
        self._only_before = False
        self._drag: str = ""
        self._last = QPointF()
        self._pointer: QPointF | None = None
        self._space = False

    # ---- what is shown

    @property
    def view(self) -> View | None:
        return self._view

    @property
    def split(self) -> bool:
        """Whether before and after are side by side."""
        return self._split

    @property
    def only_before(self) -> bool:
        return self._only_before

    @property
    def before_visible(self) -> bool:
        return self._split or self._only_before

    @property
    def divider(self) -> float:
        """Position of the divider, as a fraction of the picture's visible width."""
        return self._divider

    def set_picture_size(self, level_sizes: tuple[tuple[int, int], ...]) -> None:
        """Begin with another picture, given the ``(width, height)`` of its pyramid levels; fitted."""
        self._level_sizes = level_sizes
        self._after = self._before = ()
        self._map = self._ghosts = None
        self._divider = 0.5
        self._set_view(View(level_sizes[0], self._device_size()).fit())

    def replace_picture_size(self, level_sizes: tuple[tuple[int, int], ...]) -> None:
        """The same picture, cut a little differently: what is in view stays in view."""
        if level_sizes == self._level_sizes:
            return
        self._level_sizes = level_sizes
        self._after = self._before = ()
        self._map = None
        if self._view is not None:
            self._set_view(self._view.of_image(level_sizes[0]))

    def show_rendered(self, rendered: Rendered) -> None:
        self._after = rendered.after
        if rendered.before:
            self._before = rendered.before
        self._emit_hover()
        self.update()

    def set_labels(self, before: str, after: str) -> None:
        self._labels = (before, after)
        self.update()

    def set_map(self, weights: WeightMap | None, frame_names: tuple[str, ...] = ()) -> None:
        """Paint a map of weights over the result; None takes it away."""
        self._map, self._frame_names = weights, frame_names
        self.update()

    def set_ghosts(self, ghosts: GhostMap | None) -> None:
        """Mark in the result where frames were replaced; None takes it away."""
        self._ghosts = ghosts
        self.update()

    def set_split(self, on: bool) -> None:
        if on != self._split:
            self._split = on
            self.compare_changed.emit()
            self._emit_hover()
            self.update()

    def set_only_before(self, on: bool) -> None:
        """Show "before" alone, or what was shown."""
        if on != self._only_before:
            self._only_before = on
            self.compare_changed.emit()
            self._emit_hover()
            self.update()

    def set_divider(self, fraction: float) -> None:
        old, self._divider = self._divider, min(max(fraction, 0.0), 1.0)
        self._emit_hover()
        if self._map is not None or self._ghosts is not None:
            self.update()
        # Only the strip between the two positions, and the labels above, change.
        picture, ratio = self._picture_rect(), self.devicePixelRatioF()
        ends = [(picture.left() + f * picture.width()) / ratio for f in sorted((old, self._divider))]
        self.update(int(ends[0]) - 16, 0, int(ends[1] - ends[0]) + 33, self.height())
        self.update(0, int(picture.top() / ratio), self.width(), overlay.LABEL_STRIP)

    # ---- zoom

    def fit(self) -> None:
        if self._view is not None:
            self._set_view(self._view.fit())

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        if self._view is not None:
            self._set_view(self._view.zoomed(zoom, self._device(at)))

    def zoom_step(self, direction: int) -> None:
        if self._view is not None:
            self._set_view(self._view.stepped(direction))

    def toggle_zoom(self, at: QPointF | None = None) -> None:
        """100 %, or back to the whole picture."""
        if self._view is None:
            return
        if abs(self._view.zoom - 1.0) < 1e-9 and not self._view.fitted:
            self.fit()
        else:
            self.zoom_to(1.0, at)

    def _set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self.view_changed.emit(view)
            self._emit_hover()
            self.update()

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _device(self, point: QPointF | None) -> tuple[float, float] | None:
        ratio = self.devicePixelRatioF()
        return None if point is None else (point.x() * ratio, point.y() * ratio)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._follow_size()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        return super().event(event)

    def _follow_size(self) -> None:
        if self._view is not None:
            self._set_view(self._view.resized(*self._device_size()))

    # ---- painting, in device pixels

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(event.rect(), SURROUND)
        if self._view is not None:
            painter.save()
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            smooth = self._view.fitted or self._view.zoom <= NEAREST_ABOVE
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            self._paint_sides(painter, self._view)
            painter.restore()
            self._paint_labels(painter)
        painter.end()

    def _paint_sides(self, painter: QPainter, view: View) -> None:
        picture, sizes = layers.visible(view), self._level_sizes
        if not self._after or self._only_before:
            layers.paint(painter, view, sizes, self._before or self._after, picture)
            return
        if not self._split:
            layers.paint(painter, view, sizes, self._after, picture, self._map, self._ghosts)
            return
        x = self._divider_x()
        left = picture.intersected(QRect(picture.left(), picture.top(), x - picture.left(), picture.height()))
        right = picture.intersected(QRect(x, picture.top(), picture.right() + 1 - x, picture.height()))
        layers.paint(painter, view, sizes, self._after, right, self._map, self._ghosts)
        layers.paint(painter, view, sizes, self._before or self._after, left)
        overlay.paint_divider(painter, x, picture, self.devicePixelRatioF())

    def _picture_rect(self) -> QRect:
        """The visible part of the picture, in device pixels."""
        return QRect() if self._view is None else layers.visible(self._view)

    def _divider_x(self) -> int:
        picture = self._picture_rect()
        return picture.left() + round(self._divider * picture.width())

    def _paint_labels(self, painter: QPainter) -> None:
        if not self._after and not self._before:
            return
        ratio = self.devicePixelRatioF()
        area = QRectF(self._picture_rect())
        area = QRectF(area.x() / ratio, area.y() / ratio, area.width() / ratio, area.height() / ratio)
        before, after = self._labels
        if self._only_before or not self._after:
            overlay.paint_label(painter, area, before, left=True)
        elif self._split:
            x = self._divider_x() / ratio
            overlay.paint_label(painter, QRectF(area.left(), area.top(), x - area.left(), area.height()), before, True)
            area.setLeft(x)
            overlay.paint_label(painter, area, after, False)
        if self._map is not None and self._after and not self._only_before:
            legend.paint(painter, area, self._map.frame, self._frame_names)
        elif self._ghosts is not None and self._after and not self._only_before:
            legend.paint_note(painter, area, self._ghosts.text)

    # ---- mouse and keys

    def set_tool_cursor(self, shape: Qt.CursorShape | None) -> None:
        """What the cursor is over the picture; None for the hand."""
        self._tool_cursor = shape
        self._update_cursor(None)

    def takes_press(self, position: QPointF) -> bool:
        """Whether the left button there moves the picture or the divider, whatever tool is in the hand."""
        return self._space or self._on_divider(position)

    def place(self, position: QPointF) -> tuple[float, float] | None:
        """What lies there, in fractions of the picture's width and height; None beside it."""
        if self._view is None:
            return None
        x, y = self._view.to_image(*(v * self.devicePixelRatioF() for v in (position.x(), position.y())))
        width, height = self._view.image
        return (x / width, y / height) if 0 <= x < width and 0 <= y < height else None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if self._view is not None and notches:
            self.zoom_to(self._view.zoom * WHEEL_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._view is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return super().mousePressEvent(event)
        on_divider = event.button() == Qt.MouseButton.LeftButton and self._on_divider(event.position())
        self._drag = "divider" if on_divider and not self._space else "pan"
        self._last = event.position()
        self._update_cursor(event.position())
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pointer = position = event.position()
        if self._drag == "divider":
            self._drag_divider(position)
        elif self._drag == "pan" and self._view is not None:
            ratio = self.devicePixelRatioF()
            moved = position - self._last
            self._last = position
            self._set_view(self._view.panned(moved.x() * ratio, moved.y() * ratio))
        self._update_cursor(position)
        self._emit_hover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._drag = ""
        self._update_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            if self._on_divider(event.position()):
                self.set_divider(0.5)
            else:
                self.toggle_zoom(event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._pointer = None
        self.hovered.emit(-1, -1, None)
        super().leaveEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        self.tab_pressed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._update_cursor(None)
        elif event.key() in _ARROWS and self._view is not None:
            dx, dy = _ARROWS[event.key()]
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.set_divider(self._divider + 0.02 * dx)
            else:
                step = 0.1 * min(self._view.viewport)
                self._set_view(self._view.panned(-dx * step, -dy * step))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:
            self._space = self._space and event.isAutoRepeat()
            self._update_cursor(None)
        else:
            super().keyReleaseEvent(event)

    def _on_divider(self, position: QPointF) -> bool:
        if not self._split or self._only_before or not self._after:
            return False
        ratio = self.devicePixelRatioF()
        picture = self._picture_rect()
        inside = picture.top() <= position.y() * ratio <= picture.bottom()
        return inside and abs(position.x() * ratio - self._divider_x()) <= GRAB * ratio

    def _drag_divider(self, position: QPointF) -> None:
        picture = self._picture_rect()
        if picture.width() > 0:
            x = position.x() * self.devicePixelRatioF()
            self.set_divider((x - picture.left()) / picture.width())

    def _update_cursor(self, position: QPointF | None) -> None:
        if self._drag == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drag == "divider" or (position is not None and not self._space and self._on_divider(position)):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._view is not None:
            hand = Qt.CursorShape.OpenHandCursor
            self.setCursor(hand if self._space or self._tool_cursor is None else self._tool_cursor)

    def _emit_hover(self) -> None:
        """Tell what is under the cursor: it changes when the cursor moves, and when the picture does."""
        position = self._pointer
        if self._view is None or position is None:
            return
        ratio = self.devicePixelRatioF()
        dx, dy = position.x() * ratio, position.y() * ratio
        x, y = self._view.to_image(dx, dy)
        if not (0 <= x < self._view.image[0] and 0 <= y < self._view.image[1]):
            self.hovered.emit(-1, -1, None)
            return
        before = self._only_before or (self._split and dx < self._divider_x())
        pictures = (self._before if before else self._after) or self._before
        self.hovered.emit(int(x), int(y), layers.colour_at(self._view, self._level_sizes, pictures, dx, dy))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._after = self._before = ()
        super().closeEvent(event)
