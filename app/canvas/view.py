"""Where the picture lies in the viewport: arithmetic only, no widgets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

MIN_ZOOM, MAX_ZOOM = 0.06, 16.0
FIT_LIMIT = 4.0
"""Fit enlarges a small picture no further than this: beyond it there is nothing more to see."""
MARGIN = 0.01
"""Room left around a fitted picture, as a part of the viewport's shorter side."""
NEAREST_ABOVE = 2.0
"""Zooms above this show pixels as squares, unless the picture is fitted: then it is looked at as a whole."""
STEPS = (0.0625, 0.125, 0.25, 1 / 3, 0.5, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)


SHRINKS = 0.999
"""Fewer device pixels than this for a pixel of a level are worth a sampling of their own."""


@dataclass(frozen=True)
class Raster:
    """Device pixels over a picture.

    Attributes:
        width, height: how many columns and rows.
        x, y: image coordinates of their top left corner.
        step: image pixels from one to the next.
    """

    width: int
    height: int
    x: float
    y: float
    step: float


@dataclass(frozen=True)
class View:
    """A picture in a viewport of so many device pixels: zoom 1 is one image pixel per device pixel.

    Attributes:
        image: ``(width, height)`` of the picture.
        viewport: ``(width, height)`` in device pixels.
        zoom: device pixels per image pixel.
        x, y: image coordinates of the viewport's centre.
        fitted: follows the viewport's size.
        margin: room left around a fitted picture, as a part of the viewport's shorter side.
    """

    image: tuple[int, int]
    viewport: tuple[int, int]
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    fitted: bool = True
    margin: float = MARGIN

    @property
    def fit_zoom(self) -> float:
        room = [max(1.0, side - 2 * self.margin * min(self.viewport)) for side in self.viewport]
        return min(room[0] / self.image[0], room[1] / self.image[1], FIT_LIMIT)

    @property
    def origin(self) -> tuple[float, float]:
        """Device position of the picture's top left corner, on a whole pixel so that 100 % is sharp."""
        return (
            float(round(self.viewport[0] / 2 - self.x * self.zoom)),
            float(round(self.viewport[1] / 2 - self.y * self.zoom)),
        )

    def fit(self) -> View:
        return replace(self, zoom=self.fit_zoom, x=self.image[0] / 2, y=self.image[1] / 2, fitted=True)

    def fill(self) -> View:
        """As large as leaves no room around the picture, its middle in view."""
        zoom = max(self.viewport[0] / self.image[0], self.viewport[1] / self.image[1])
        return replace(self, x=self.image[0] / 2, y=self.image[1] / 2).zoomed(zoom)

    def centred(self, x: float, y: float) -> View:
        """With a point of the picture in the middle, as far as its edges let it."""
        return replace(self, x=x, y=y, fitted=False)._clamped()

    @property
    def shows_all(self) -> bool:
        """Whether the whole picture is in view."""
        return all(self.image[i] * self.zoom <= self.viewport[i] + 1e-6 for i in (0, 1))

    def resized(self, width: int, height: int) -> View:
        """In a viewport of another size: fitted again, or keeping its centre."""
        moved = replace(self, viewport=(max(1, width), max(1, height)))
        return moved.fit() if self.fitted else moved._clamped()

    def of_image(self, size: tuple[int, int]) -> View:
        """Of a picture that is cut a little differently around the same middle: fitted again, or keeping its place."""
        dx, dy = ((new - old) / 2 for new, old in zip(size, self.image, strict=True))
        moved = replace(self, image=size, x=self.x + dx, y=self.y + dy)
        return moved.fit() if self.fitted else moved._clamped()

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Image coordinates of a device position."""
        left, top = self.origin
        return (x - left) / self.zoom, (y - top) / self.zoom

    def to_device(self, x: float, y: float) -> tuple[float, float]:
        left, top = self.origin
        return left + x * self.zoom, top + y * self.zoom

    def zoomed(self, zoom: float, at: tuple[float, float] | None = None) -> View:
        """At another zoom; the point of the picture under ``at`` (device; default the centre) stays there."""
        zoom = min(max(zoom, min(MIN_ZOOM, self.fit_zoom)), MAX_ZOOM)
        if at is None:
            return replace(self, zoom=zoom, fitted=False)._clamped()
        px, py = self.to_image(*at)
        x = px - (at[0] - self.viewport[0] / 2) / zoom
        y = py - (at[1] - self.viewport[1] / 2) / zoom
        return replace(self, zoom=zoom, x=x, y=y, fitted=False)._clamped()

    def stepped(self, direction: int, at: tuple[float, float] | None = None) -> View:
        """At the next of :data:`STEPS` up (1) or down (-1)."""
        if direction > 0:
            zoom = next((s for s in STEPS if s > self.zoom * 1.001), MAX_ZOOM)
        else:
            zoom = next((s for s in reversed(STEPS) if s < self.zoom / 1.001), MIN_ZOOM)
        return self.zoomed(zoom, at)

    def panned(self, dx: float, dy: float) -> View:
        """Moved with the hand by device pixels."""
        return replace(self, x=self.x - dx / self.zoom, y=self.y - dy / self.zoom, fitted=False)._clamped()

    def visible(self) -> tuple[float, float, float, float]:
        """``(left, top, right, bottom)`` of what is in view, image coordinates, inside the picture."""
        left, top = self.to_image(0, 0)
        right, bottom = self.to_image(*self.viewport)
        w, h = self.image
        return max(0.0, left), max(0.0, top), min(float(w), right), min(float(h), bottom)

    def raster(self, width: int) -> Raster | None:
        """The device pixels whose middle is on the picture.

        Returns:
            None where there are none, and where they are no fewer than those of the picture at this ``width``.
        """
        if self.zoom * self.image[0] >= SHRINKS * width:
            return None
        sides = []
        for side, origin, size in zip(self.viewport, self.origin, self.image, strict=True):
            first, end = max(0, int(origin)), min(side, math.ceil(origin + size * self.zoom - 0.5))
            if end <= first:
                return None
            sides.append((end - first, (first - origin) / self.zoom))
        (columns, x), (rows, y) = sides
        return Raster(columns, rows, x, y, 1 / self.zoom)

    def _clamped(self) -> View:
        return replace(self, x=self._inside(0, self.x), y=self._inside(1, self.y))

    def _inside(self, axis: int, centre: float) -> float:
        """A picture smaller than the viewport is centred; a larger one may not leave its edges behind."""
        size = self.image[axis]
        half = self.viewport[axis] / 2 / self.zoom
        if 2 * half >= size:
            return size / 2
        return min(max(centre, half), size - half)


def level_for(zoom: float, levels: int) -> int:
    """The smallest pyramid level that still has a pixel for every device pixel."""
    if zoom >= 1.0:
        return 0
    return min(math.floor(-math.log2(zoom) + 1e-9), levels - 1)
