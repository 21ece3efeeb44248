"""Files of the shoot on their way from one set to another, or out of the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from app.shoot.layout import SMALL

MIME = "application/x-luxcube-files"


def urls_of(paths: Iterable[Path]) -> QMimeData:
    """Plain files, for other programs."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    return mime


def mime_of(paths: Iterable[Path]) -> QMimeData:
    """For the list, and as plain files for every other program."""
    chosen = list(paths)
    mime = urls_of(chosen)
    mime.setData(MIME, b"\0".join(os.fsencode(p) for p in chosen))
    return mime


def paths_in(mime: QMimeData) -> list[Path]:
    """What :func:`mime_of` put there."""
    return [Path(os.fsdecode(part)) for part in bytes(mime.data(MIME).data()).split(b"\0") if part]


def drag_pixmap(
    paths: Sequence[Path], picture: Callable[[Path], QImage | None], ground: QColor, edge: QColor, ratio: float
) -> QPixmap:
    """The first three pictures as a pile."""
    shown = paths[:3]
    size = QSize(SMALL.width() + 6 * (len(shown) - 1), SMALL.height() + 6 * (len(shown) - 1))
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    for i, path in reversed(list(enumerate(shown))):
        area = QRect(QPoint(6 * i, 6 * i), SMALL)
        painter.fillRect(area, ground)
        image = picture(path)
        if image is not None:
            painter.drawImage(area, image)
        painter.setPen(edge)
        painter.drawRect(area.adjusted(0, 0, -1, -1))
    painter.end()
    return pixmap
