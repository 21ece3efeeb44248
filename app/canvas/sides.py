"""How before and after share the canvas: what is painted where.  Arithmetic only, in device pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from PySide6.QtCore import QPoint, QRect

from app.canvas import layers
from app.canvas.view import View

Mode = Literal["off", "left_right", "top_bottom", "side_by_side"]
"""The result alone; one picture with a divider, upright or level; two panes that show the same place."""
MODES: tuple[Mode, ...] = get_args(Mode)
GAP = 2
"""Between two panes, logical pixels."""


@dataclass(frozen=True)
class Side:
    """A part of the canvas.

    Attributes:
        before: which of the two pictures is in it.
        offset: where its pane begins; a view's coordinates count from there.
        clip: the part of the picture it shows, in the pane's coordinates; may be empty.
    """

    before: bool
    offset: QPoint
    clip: QRect

    @property
    def area(self) -> QRect:
        """Where that is on the canvas."""
        return self.clip.translated(self.offset)


def viewport(mode: Mode, width: int, height: int, ratio: float) -> tuple[int, int]:
    """Size of a pane on a canvas of ``width`` × ``height`` device pixels, ``ratio`` of which make a logical one."""
    if mode != "side_by_side":
        return width, height
    return max(1, (width - round(GAP * ratio)) // 2), height


def panes(mode: Mode, view: View, width: int) -> Iterator[QPoint]:
    """Where the panes of a canvas begin, that of "before" first."""
    yield QPoint(0, 0)
    if mode == "side_by_side":
        yield QPoint(width - view.viewport[0], 0)


def sides(mode: Mode, view: View, width: int, divider: float, only_before: bool) -> tuple[Side, ...]:
    """What is where.

    Args:
        width: of the canvas.
        divider: where the two meet, as a fraction of the picture in view, from the left or from the top.
        only_before: "before" is wherever else both are.
    """
    picture = layers.visible(view)
    first, *others = panes(mode, view, width)
    if others:
        return Side(True, first, picture), Side(only_before, others[0], picture)
    if only_before or mode == "off":
        return (Side(only_before, first, picture),)
    at = divider_at(mode, view, divider)
    one, other = QRect(picture), QRect(picture)
    if mode == "left_right":
        one.setRight(at - 1)
        other.setLeft(at)
    else:
        one.setBottom(at - 1)
        other.setTop(at)
    return Side(True, first, one), Side(False, first, other)


def divider_at(mode: Mode, view: View, divider: float) -> int:
    """Column, or row, where "after" begins."""
    picture = layers.visible(view)
    if mode == "top_bottom":
        return picture.top() + round(divider * picture.height())
    return picture.left() + round(divider * picture.width())


def divider_for(mode: Mode, view: View, x: float, y: float) -> float:
    """The divider's position that goes through a point of the picture in view; may be beyond its ends."""
    picture = layers.visible(view)
    if mode == "top_bottom":
        return (y - picture.top()) / max(1, picture.height())
    return (x - picture.left()) / max(1, picture.width())
