"""All that the canvas shows, and how it is painted.  Positions are device pixels of the canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QRegion

from app.canvas import layers, legend, overlay
from app.canvas import sides as sharing
from app.canvas.sides import Mode, Side
from app.canvas.view import NEAREST_ABOVE, View
from app.instruments import clipping
from app.instruments.clipping import Marks
from app.models.messages import GhostMap, Picture, WeightMap

NO_MARKS = Marks()
GRAB = 7
"""Half the width of the divider's sensitive strip, logical pixels."""


@dataclass(frozen=True, eq=False)
class Scene:
    """What is on a canvas; never changed, only replaced.

    Attributes:
        width, height: of the canvas, device pixels.
        ratio: device pixels that make a logical one.
        view: of one pane; None while there is no picture.
        sizes: ``(width, height)`` of the picture's pyramid levels.
        after, before: rendered pictures, the later over the earlier.
        mode: how the two share the canvas.
        divider: where they meet, as a fraction of the picture in view.
        only_before: "before" is shown alone, for a while.
        labels: names of before and after.
        weights, ghosts: maps over the result.
        frames: what each frame is called, for the map of weights.
        sharp: pixels are shown as squares when they are large.
        marks: what is marked of the pixels that are clipped.
    """

    width: int = 1
    height: int = 1
    ratio: float = 1.0
    view: View | None = None
    sizes: tuple[tuple[int, int], ...] = ()
    after: tuple[Picture, ...] = ()
    before: tuple[Picture, ...] = ()
    mode: Mode = "left_right"
    divider: float = 0.5
    only_before: bool = False
    labels: tuple[str, str] = ("", "")
    weights: WeightMap | None = None
    ghosts: GhostMap | None = None
    frames: tuple[str, ...] = ()
    sharp: bool = True
    marks: Marks = NO_MARKS

    @property
    def viewport(self) -> tuple[int, int]:
        """Size of a pane."""
        return sharing.viewport(self.mode, self.width, self.height, self.ratio)

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Where before and after are; without a result there is only "before"."""
        if self.view is None:
            return ()
        if not self.after and self.mode != "side_by_side":
            return sharing.sides("off", self.view, self.width, self.divider, True)
        only = self.only_before or not self.after
        return sharing.sides(self.mode, self.view, self.width, self.divider, only)

    @property
    def picture(self) -> QRect:
        """The part of the picture that is in view in the first pane."""
        return QRect() if self.view is None else layers.visible(self.view)

    @property
    def places(self) -> list[QRect]:
        """Where parts of the picture are, in logical pixels."""
        return [_logical(side.area, self.ratio).toAlignedRect() for side in self.sides if not side.area.isEmpty()]

    @property
    def covered(self) -> QRegion:
        """What pictures leave nothing of to be seen, in logical pixels."""
        region = QRegion()
        for side in self.sides:
            inside = side.clip.adjusted(1, 1, -1, -1)
            areas = [] if self.view is None else [layers.target(self.view, self.sizes, p) for p in self._pictures(side)]
            if any(area.contains(QRectF(inside)) for area in areas):
                area = _logical(inside.translated(side.offset), self.ratio).toAlignedRect()
                region += area.adjusted(1, 1, -1, -1)
        return region

    # ---- places

    @property
    def has_divider(self) -> bool:
        return bool(self.after) and not self.only_before and self.mode in ("left_right", "top_bottom")

    @property
    def divider_at(self) -> int:
        """The divider's column, or row."""
        return 0 if self.view is None else sharing.divider_at(self.mode, self.view, self.divider)

    def on_divider(self, x: float, y: float) -> bool:
        if not self.has_divider:
            return False
        level = self.mode == "top_bottom"
        along, across = (x, y) if level else (y, x)
        low, high = (
            (self.picture.left(), self.picture.right()) if level else (self.picture.top(), self.picture.bottom())
        )
        return low <= along <= high and abs(across - self.divider_at) <= GRAB * self.ratio

    def in_pane(self, x: float, y: float) -> tuple[float, float]:
        """A position as the view counts, from the corner of the pane it is in."""
        offset = 0
        if self.view is not None and self.mode == "side_by_side":
            right = self.width - self.view.viewport[0]
            offset = right if x >= self.width / 2 else 0
        return x - offset, y

    def place(self, x: float, y: float) -> tuple[float, float] | None:
        """Image coordinates there; None beside the picture."""
        if self.view is None:
            return None
        px, py = self.view.to_image(*self.in_pane(x, y))
        inside = 0 <= px < self.view.image[0] and 0 <= py < self.view.image[1]
        return (px, py) if inside else None

    def colour_at(self, x: float, y: float) -> QColor | None:
        """The pixel of a picture that is seen there."""
        if self.view is None:
            return None
        inside = [side for side in self.sides if side.area.contains(int(x), int(y))]
        pictures = self._pictures(inside[-1]) if inside else self.after or self.before
        return layers.colour_at(self.view, self.sizes, pictures, *self.in_pane(x, y))

    @property
    def looked_at(self) -> Picture | None:
        """What is in view of the picture that instruments measure: the result, unless "before" is shown alone."""
        pictures = (self.before or self.after) if self.only_before else (self.after or self.before)
        return pictures[-1] if pictures else None

    def _pictures(self, side: Side) -> tuple[Picture, ...]:
        return (self.before or self.after) if side.before else (self.after or self.before)

    def strips(self, divider: float) -> list[QRect]:
        """What has to be painted anew when the divider goes there from where it is; logical pixels."""
        if self.weights is not None or self.ghosts is not None or self.view is None:
            return [QRect(0, 0, self.width, self.height)]
        first, last = sorted(s.divider_at / self.ratio for s in (self, replace(self, divider=divider)))
        begin, length = int(first) - 16, int(last - first) + 33
        width, height = round(self.width / self.ratio) + 1, round(self.height / self.ratio) + 1
        if self.mode == "top_bottom":
            return [QRect(0, begin, width, length + overlay.LABEL_STRIP)]
        # The labels keep to the divider.
        top = int(self.picture.top() / self.ratio)
        return [QRect(begin, 0, length, height), QRect(0, top, width, overlay.LABEL_STRIP)]

    # ---- painting

    def paint(self, painter: QPainter) -> None:
        """Everything over the surround, on a painter in logical pixels."""
        if self.view is None:
            return
        painter.save()
        painter.scale(1 / self.ratio, 1 / self.ratio)
        squares = self.sharp and not self.view.fitted and self.view.zoom > NEAREST_ABOVE
        for side in self.sides:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not squares)
            self._paint_side(painter, self.view, side)
        if self.has_divider:
            overlay.paint_divider(painter, self.divider_at, self.picture, self.ratio, level=self.mode == "top_bottom")
        painter.restore()
        self._paint_labels(painter)

    def _paint_side(self, painter: QPainter, view: View, side: Side) -> None:
        painter.save()
        painter.translate(side.offset)
        maps = (None, None) if side.before else (self.weights, self.ghosts)
        layers.paint(painter, view, self.sizes, self._pictures(side), side.clip, *maps)
        if not side.before or self.mode == "side_by_side" or len(self.sides) == 1:
            clipping.paint(painter, view, self.sizes, self._pictures(side), side.clip, self.marks)
        painter.restore()

    def _paint_labels(self, painter: QPainter) -> None:
        if not self.after and not self.before:
            return
        for i, side in enumerate(self.sides):
            area = _logical(side.area, self.ratio)
            last = i == len(self.sides) - 1
            if side.before or len(self.sides) > 1:
                beside = self.has_divider and last
                align = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
                if beside and self.mode == "top_bottom":
                    align |= Qt.AlignmentFlag.AlignBottom
                overlay.paint_label(painter, area, self.labels[0 if side.before else 1], align)
            if not side.before and self.after:
                self._paint_legend(painter, area)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        if self.weights is not None:
            legend.paint(painter, area, self.weights.frame, self.frames)
        elif self.ghosts is not None:
            legend.paint_note(painter, area, self.ghosts.text)


def _logical(rect: QRect, ratio: float) -> QRectF:
    return QRectF(rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio)
