"""Rendered pictures in a view: where each belongs, painting them, and reading a colour back.  In device pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from app.canvas.view import View
from app.models.messages import GhostMap, Picture, WeightMap

Sizes = Sequence[tuple[int, int]]
"""``(width, height)`` of each pyramid level."""


def whole(view: View) -> QRectF:
    """Where all of the picture is."""
    return QRectF(*view.origin, view.image[0] * view.zoom, view.image[1] * view.zoom)


def visible(view: View) -> QRect:
    """Where the part of the picture that is in view is."""
    return whole(view).toAlignedRect().intersected(QRect(0, 0, *view.viewport))


def target(view: View, sizes: Sizes, picture: Picture) -> QRectF:
    """Where a rendered picture belongs."""
    raster, region = picture.raster, picture.region
    if raster is not None:
        scale = raster.step * view.zoom
        area = QRectF(*view.to_device(raster.x, raster.y), raster.width * scale, raster.height * scale)
        # In the view that it was made for, its pixels are the screen's, but for rounding.
        near = QRectF(area.toRect())
        apart = (area.x() - near.x(), area.y() - near.y(), area.width() - near.width(), area.height() - near.height())
        return near if max(map(abs, apart)) < 1e-6 else area
    width, height = sizes[region.level]
    sx, sy = view.image[0] / width * view.zoom, view.image[1] / height * view.zoom
    left, top = view.origin
    return QRectF(left + region.x * sx, top + region.y * sy, region.width * sx, region.height * sy)


def paint(
    painter: QPainter,
    view: View,
    sizes: Sizes,
    pictures: Sequence[Picture],
    clip: QRect,
    weights: WeightMap | None = None,
    ghosts: GhostMap | None = None,
) -> None:
    """Paint pictures, the later over the earlier; in grey under a map of weights or of ghosts, where there is one."""
    if clip.isEmpty():
        return
    painter.setClipRect(clip)
    areas = [target(view, sizes, picture) for picture in pictures]
    for i, (picture, area) in enumerate(zip(pictures, areas, strict=True)):
        if any(later.contains(QRectF(clip)) for later in areas[i + 1 :]):
            continue  # nothing of it would be seen
        image = picture.painted if weights is None and ghosts is None else picture.grey
        painter.drawImage(area, image, QRectF(image.rect()))
    for over in (m for m in (weights, ghosts) if m is not None):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(whole(view), over.image, QRectF(over.image.rect()))


def colour_at(view: View, sizes: Sizes, pictures: Sequence[Picture], x: float, y: float) -> QColor | None:
    """The pixel that is seen there; None where there is none."""
    for picture in reversed(pictures):
        area, image = target(view, sizes, picture), picture.image
        if area.contains(x, y):
            px = int((x - area.left()) * image.width() / area.width())
            py = int((y - area.top()) * image.height() / area.height())
            if image.rect().contains(px, py):
                return image.pixelColor(px, py)
    return None
