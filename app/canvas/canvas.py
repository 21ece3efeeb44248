"""The picture: zoom, pan, and before beside after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas import sides
from app.canvas.scene import Scene
from app.canvas.sides import Mode
from app.canvas.view import View
from app.instruments.clipping import Marks
from app.models.messages import GhostMap, Picture, Rendered, WeightMap
from app.theme import surround

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
        self.setMinimumSize(190, 160)
        self.setAccessibleName(self.tr("Picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene = Scene()
        self._last_mode: Mode = "left_right"
        self._tool_cursor: Qt.CursorShape | None = None
        self._drag: str = ""
        self._last = QPointF()
        self._pointer: QPointF | None = None
        self._space = False

    # ---- what is shown

    @property
    def scene(self) -> Scene:
        """All that is painted."""
        return self._scene

    @property
    def view(self) -> View | None:
        return self._scene.view

    @property
    def after(self) -> tuple[Picture, ...]:
        return self._scene.after

    @property
    def before(self) -> tuple[Picture, ...]:
        return self._scene.before

    @property
    def mode(self) -> Mode:
        """How before and after share the canvas."""
        return self._scene.mode

    @property
    def last_mode(self) -> Mode:
        """The mode in which both were shown last."""
        return self._last_mode

    @property
    def split(self) -> bool:
        """Whether before is shown beside after, in whichever way."""
        return self._scene.mode != "off"

    @property
    def only_before(self) -> bool:
        return self._scene.only_before

    @property
    def before_visible(self) -> bool:
        return self.split or self.only_before

    @property
    def divider(self) -> float:
        """Position of the divider, as a fraction of the picture's visible width or height."""
        return self._scene.divider

    def set_picture_size(self, level_sizes: tuple[tuple[int, int], ...]) -> None:
        """Begin with another picture, given the ``(width, height)`` of its pyramid levels; fitted."""
        self._show(sizes=level_sizes, after=(), before=(), weights=None, ghosts=None, divider=0.5, **self._extent())
        self._set_view(View(level_sizes[0], self._scene.viewport, margin=surround.margin()).fit())

    def replace_picture_size(self, level_sizes: tuple[tuple[int, int], ...]) -> None:
        """The same picture, cut a little differently: what is in view stays in view."""
        if level_sizes == self._scene.sizes:
            return
        self._show(sizes=level_sizes, after=(), before=(), weights=None)
        if self.view is not None:
            self._set_view(self.view.of_image(level_sizes[0]))

    def show_rendered(self, rendered: Rendered) -> None:
        self._show(after=rendered.after, before=rendered.before or self._scene.before)
        self._emit_hover()

    def set_labels(self, before: str, after: str) -> None:
        if (before, after) != self._scene.labels:
            self._show(labels=(before, after))

    def set_map(self, weights: WeightMap | None, frame_names: tuple[str, ...] = ()) -> None:
        """Paint a map of weights over the result; None takes it away."""
        self._show(weights=weights, frames=frame_names)

    def set_ghosts(self, ghosts: GhostMap | None) -> None:
        """Mark in the result where frames were replaced; None takes it away."""
        self._show(ghosts=ghosts)

    def set_mode(self, mode: Mode) -> None:
        """Show the result alone, or beside "before" in one of the ways there are."""
        if mode == self._scene.mode:
            return
        if mode != "off":
            self._last_mode = mode
        self._show(mode=mode)
        self._follow_size()
        self.compare_changed.emit()
        self._emit_hover()

    def set_split(self, on: bool) -> None:
        """Show before beside after, as it was last; or the result alone."""
        if on != self.split:
            self.set_mode(self._last_mode if on else "off")

    def set_only_before(self, on: bool) -> None:
        """Show "before" alone, or what was shown."""
        if on != self.only_before:
            self._show(only_before=on)
            self.compare_changed.emit()
            self._emit_hover()

    def set_divider(self, fraction: float) -> None:
        fraction = min(max(fraction, 0.0), 1.0)
        strips = self._scene.strips(fraction)
        self._scene = replace(self._scene, divider=fraction)
        self._emit_hover()
        for strip in strips:
            self.update(strip)

    def set_sharp(self, on: bool) -> None:
        """Whether large pixels are squares, or smooth."""
        self._show(sharp=on)

    def set_marks(self, marks: Marks) -> None:
        """Mark pixels that are clipped."""
        self._show(marks=marks)

    def _show(self, **changes: Any) -> None:
        self._scene = replace(self._scene, **changes)
        self.update()

    # ---- zoom

    def fit(self) -> None:
        if self.view is not None:
            self._set_view(self.view.fit())

    def fill(self) -> None:
        """No surround, and as much of the picture as fits then."""
        if self.view is not None:
            self._set_view(self.view.fill())

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """At another zoom; what is ``at`` there, in logical pixels, stays there (by default the middle)."""
        if self.view is not None:
            self._set_view(self.view.zoomed(zoom, None if at is None else self._scene.in_pane(*self._device(at))))

    def zoom_step(self, direction: int) -> None:
        if self.view is not None:
            self._set_view(self.view.stepped(direction))

    def zoom_at_pointer(self, zoom: float) -> None:
        """At another zoom; what is under the pointer stays there, if it is on the picture."""
        on_picture = self._pointer is not None and self.place(self._pointer) is not None
        self.zoom_to(zoom, self._pointer if on_picture else None)

    def toggle_zoom(self) -> None:
        """100 % around the pointer, or back to the whole picture."""
        if self.view is None:
            return
        if abs(self.view.zoom - 1.0) < 1e-9 and not self.view.fitted:
            self.fit()
        else:
            self.zoom_at_pointer(1.0)

    def look_at(self, x: float, y: float) -> None:
        """Move a point of the picture, in its pixels, to the middle."""
        if self.view is not None:
            self._set_view(self.view.centred(x, y))

    def _set_view(self, view: View) -> None:
        if view != self.view:
            self._show(view=view)
            self.view_changed.emit(view)
            self._emit_hover()

    def _extent(self) -> dict[str, Any]:
        ratio = self.devicePixelRatioF()
        width, height = max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))
        return {"width": width, "height": height, "ratio": ratio}

    def _device(self, point: QPointF) -> tuple[float, float]:
        ratio = self.devicePixelRatioF()
        return point.x() * ratio, point.y() * ratio

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._follow_size()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        return super().event(event)

    def _follow_size(self) -> None:
        self._show(**self._extent())
        if self.view is not None:
            self._set_view(self.view.resized(*self._scene.viewport))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        # Not under the picture: a large canvas takes a while to fill.
        painter.setClipRegion(event.region().subtracted(self._scene.covered))
        surround.paint(painter, event.rect(), self._scene.places)
        painter.setClipping(False)
        self._scene.paint(painter)
        painter.end()

    def follow_surround(self) -> None:
        """What is around the picture is something else now."""
        if self.view is not None:
            view = replace(self.view, margin=surround.margin())
            self._set_view(view.fit() if view.fitted else view)
        self.update()

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
        at = self._scene.place(*self._device(position))
        if at is None or self.view is None:
            return None
        return at[0] / self.view.image[0], at[1] / self.view.image[1]

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if self.view is not None and notches:
            self.zoom_to(self.view.zoom * WHEEL_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.view is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
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
        elif self._drag == "pan" and self.view is not None:
            moved = position - self._last
            self._last = position
            self._set_view(self.view.panned(*self._device(moved)))
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
                self._pointer = event.position()
                self.toggle_zoom()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._pointer = None
        self.hovered.emit(-1, -1, None)
        super().leaveEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        if not self.hasFocus():  # of a card on the picture: from button to button
            return super().focusNextPrevChild(forward)
        self.tab_pressed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._update_cursor(None)
        elif event.key() in _ARROWS and self.view is not None:
            dx, dy = _ARROWS[event.key()]
            if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.set_divider(self.divider + 0.02 * (dy if self.mode == "top_bottom" else dx))
            else:
                step = 0.1 * min(self.view.viewport)
                self._set_view(self.view.panned(-dx * step, -dy * step))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space:
            self._space = self._space and event.isAutoRepeat()
            self._update_cursor(None)
        else:
            super().keyReleaseEvent(event)

    def _on_divider(self, position: QPointF) -> bool:
        return self._scene.on_divider(*self._device(position))

    def _drag_divider(self, position: QPointF) -> None:
        if self.view is not None:
            self.set_divider(sides.divider_for(self.mode, self.view, *self._device(position)))

    def _update_cursor(self, position: QPointF | None) -> None:
        if self._drag == "pan":
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drag == "divider" or (position is not None and not self._space and self._on_divider(position)):
            level = self.mode == "top_bottom"
            self.setCursor(Qt.CursorShape.SplitVCursor if level else Qt.CursorShape.SplitHCursor)
        elif self.view is not None:
            hand = Qt.CursorShape.OpenHandCursor
            self.setCursor(hand if self._space or self._tool_cursor is None else self._tool_cursor)

    def _emit_hover(self) -> None:
        """Tell what is under the cursor: it changes when the cursor moves, and when the picture does."""
        if self.view is None or self._pointer is None:
            return
        at = self._device(self._pointer)
        place = self._scene.place(*at)
        if place is None:
            self.hovered.emit(-1, -1, None)
        else:
            self.hovered.emit(int(place[0]), int(place[1]), self._scene.colour_at(*at))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._show(after=(), before=())
        super().closeEvent(event)
