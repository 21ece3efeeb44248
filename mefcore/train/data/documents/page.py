"""A sheet of A4 to write and draw on, in millimetres."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from mefcore.train.data.documents.fonts import Family, font

WIDTH, HEIGHT = 210.0, 297.0
Colour = tuple[int, int, int]
INK: Colour = (22, 22, 26)


class Page:
    """Ink on white paper, filled from top to bottom.

    Attributes:
        y: where the next line goes, in mm from the top.
        left, right: margins' places in mm.
    """

    def __init__(self, longest: int, family: Family, *, size: float = 3.6, margin: float = 22.0) -> None:
        self.scale = longest / HEIGHT
        self.image = Image.new("RGB", (round(WIDTH * self.scale), longest), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.family, self.size = family, size
        self.left, self.right = margin, WIDTH - margin
        self.y = margin

    @property
    def full(self) -> bool:
        return self.y > HEIGHT - 30

    def pixels(self) -> np.ndarray:
        """``(h, w, 3)`` uint8."""
        return np.asarray(self.image)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float | None = None,
        style: str = "regular",
        colour: Colour = INK,
        anchor: str = "ls",
    ) -> None:
        """One line with its baseline at ``y``; ``anchor`` as Pillow names them (``ls`` left, ``ms`` middle, ``rs``)."""
        self.draw.text((x * self.scale, y * self.scale), text, fill=colour, font=self._font(size, style), anchor=anchor)

    def heading(
        self, text: str, *, size: float, style: str = "bold", colour: Colour = INK, centred: bool = False
    ) -> None:
        self.y += size * 1.5
        x = (self.left + self.right) / 2 if centred else self.left
        self.write(text, x, self.y, size=size, style=style, colour=colour, anchor="ms" if centred else "ls")
        self.y += size * 0.7

    def paragraph(
        self,
        text: str,
        *,
        left: float | None = None,
        right: float | None = None,
        size: float | None = None,
        style: str = "regular",
        bottom: float = HEIGHT - 22.0,
    ) -> None:
        """Text broken into lines between ``left`` and ``right``, as far as the page goes."""
        left, right = self.left if left is None else left, self.right if right is None else right
        size = self.size if size is None else size
        used = self._font(size, style)
        line = ""
        for word in [*text.split(), ""]:
            longer = f"{line} {word}".strip()
            if word and used.getlength(longer) <= (right - left) * self.scale:
                line = longer
                continue
            self.y += size * 1.42
            if self.y > bottom:
                return
            self.write(line, left, self.y, size=size, style=style)
            line = word
        self.y += size * 0.7

    def rule(self, x0: float, x1: float, y: float, *, width: float = 0.25, colour: Colour = INK) -> None:
        self.draw.line(
            [(x0 * self.scale, y * self.scale), (x1 * self.scale, y * self.scale)],
            colour,
            max(1, round(width * self.scale)),
        )

    def box(
        self, x0: float, y0: float, x1: float, y1: float, *, fill: Colour | None = None, outline: Colour | None = INK
    ) -> None:
        s = self.scale
        self.draw.rectangle((x0 * s, y0 * s, x1 * s, y1 * s), fill=fill, outline=outline, width=max(1, round(0.25 * s)))

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float], *, shade: Colour = (232, 234, 238)) -> None:
        """Rows of text, the first as a header; numbers stand at the right of their cells.  Widths are shares."""
        edges = self.left + np.concatenate([[0], np.cumsum(widths)]) / sum(widths) * (self.right - self.left)
        height = self.size * 2.0
        for i, row in enumerate(rows):
            if self.y + height > HEIGHT - 24:
                break
            if i == 0 or i % 2 == 0:
                self.box(
                    self.left,
                    self.y,
                    self.right,
                    self.y + height,
                    fill=shade if i == 0 else (247, 247, 248),
                    outline=None,
                )
            for cell, x0, x1 in zip(row, edges[:-1], edges[1:], strict=True):
                right = cell[:1].isdigit() or cell[:1] == "-"
                self.write(
                    cell,
                    x1 - 1.2 if right else x0 + 1.2,
                    self.y + height * 0.68,
                    style="bold" if i == 0 else "regular",
                    anchor="rs" if right else "ls",
                )
            self.y += height
            self.rule(self.left, self.right, self.y, width=0.12, colour=(150, 150, 155))
        self.y += 3

    def _font(self, size: float | None, style: str):  # type: ignore[no-untyped-def]  # Pillow's union of two fonts
        path = getattr(self.family, style)
        return font(path, max(4, round((self.size if size is None else size) * self.scale)))
