"""The colours of a map of weights, and the plate that says how to read them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter

from app.models.messages import BLEND

OPACITY = 0.74
"""Of a map: what is left of the grey picture is enough to know the place by."""
_COLOURS = ("#3f8cff", "#f59b2d", "#38c172", "#e45bd3", "#ead13a", "#33c9d6", "#ff5c5c", "#9a7bff", "#a9d84a")
_GREY = QColor("#808080")
_TEXT = QColor("#f2f2f2")
_PAD, _GAP, _BAR = 9.0, 6.0, 150.0


def colour(frame: int) -> QColor:
    """Of a frame, the same in every map."""
    return QColor(_COLOURS[frame % len(_COLOURS)])


def ramp(frame: int) -> tuple[QColor, QColor, QColor]:
    """What weights of 0, 50 and 100 % are shown as in the map of one frame; most are below a half."""
    full = colour(frame)
    light = QColor.fromRgbF(*(0.35 * c + 0.65 for c in (full.redF(), full.greenF(), full.blueF())))
    return QColor("#222222"), full, light


def paint(painter: QPainter, area: QRectF, frame: int, frames: Sequence[str]) -> None:
    """The plate in the bottom right corner of ``area`` (logical pixels).

    Args:
        frame: whose weights are mapped; :data:`~app.models.messages.BLEND` for everyone's.
        frames: what each frame is called, short.
    """
    metrics = _prepare(painter)
    if frame == BLEND:
        _paint_chips(painter, area, metrics, frames)
    else:
        _paint_scale(painter, area, metrics, frame, _tr("Weight of {0}").format(frames[frame]))
    painter.restore()


def paint_note(painter: QPainter, area: QRectF, text: str) -> None:
    """One line on a plate in the bottom right corner of ``area`` (logical pixels)."""
    metrics = _prepare(painter)
    inside = _plate(painter, area, metrics.horizontalAdvance(text), metrics.height())
    if inside is not None:
        painter.setPen(_TEXT)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def _prepare(painter: QPainter) -> QFontMetricsF:
    """Save the painter and give it the small font of plates; returns that font's metrics."""
    painter.save()
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.92)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return QFontMetricsF(font)


def _plate(painter: QPainter, area: QRectF, width: float, height: float) -> QRectF | None:
    """A dark plate with room for so much; None where it would not fit."""
    box = QRectF(0, 0, width + 2 * _PAD, height + 2 * _PAD)
    box.moveBottomRight(area.bottomRight() - QPointF(8, 8))
    if not area.contains(box):
        return None
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(24, 24, 24, 215))
    painter.drawRoundedRect(box, 4, 4)
    return box.adjusted(_PAD, _PAD, -_PAD, -_PAD)


def _paint_scale(painter: QPainter, area: QRectF, metrics: QFontMetricsF, frame: int, title: str) -> None:
    line = metrics.height()
    width = max(_BAR, metrics.horizontalAdvance(title))
    inside = _plate(painter, area, width, 2 * line + 8 + 2 * _GAP)
    if inside is None:
        return
    painter.setPen(_TEXT)
    painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), line), Qt.AlignmentFlag.AlignLeft, title)
    bar = QRectF(inside.left(), inside.top() + line + _GAP, inside.width(), 8)
    painter.fillRect(bar, _GREY)
    scale = QLinearGradient(bar.topLeft(), bar.topRight())
    for half, shown in enumerate(ramp(frame)):
        shown.setAlphaF(OPACITY)
        scale.setColorAt(half / 2, shown)
    painter.fillRect(bar, scale)
    below = QRectF(bar.left(), bar.bottom() + _GAP, bar.width(), line)
    painter.setPen(_TEXT)
    for text, where in (
        ("0 %", Qt.AlignmentFlag.AlignLeft),
        ("50 %", Qt.AlignmentFlag.AlignHCenter),
        ("100 %", Qt.AlignmentFlag.AlignRight),
    ):
        painter.drawText(below, where, text)


def _paint_chips(painter: QPainter, area: QRectF, metrics: QFontMetricsF, frames: Sequence[str]) -> None:
    line = metrics.height()
    title, note = _tr("Weights"), _tr("Mixed colours: frames that share a place")
    names = [name[:1].upper() + name[1:] for name in frames]
    widths = [metrics.horizontalAdvance(t) for t in (title, note)]
    width = max(widths + [line + 4 + metrics.horizontalAdvance(name) for name in names])
    step = line + 3
    inside = _plate(painter, area, width, step * (len(frames) + 2) - 3)
    if inside is None:
        return
    painter.setPen(_TEXT)
    painter.drawText(QPointF(inside.left(), inside.top() + metrics.ascent()), title)
    for k, name in enumerate(names):
        top = inside.top() + step * (k + 1)
        chip = QRectF(inside.left(), top + (line - 10) / 2, 10, 10)
        painter.fillRect(chip, _GREY)
        shown = colour(k)
        shown.setAlphaF(OPACITY)
        painter.fillRect(chip, shown)
        painter.setPen(_TEXT)
        painter.drawText(QPointF(inside.left() + line + 4, top + metrics.ascent()), name)
    painter.setPen(QColor("#c4c4c4"))
    painter.drawText(QPointF(inside.left(), inside.top() + step * (len(frames) + 1) + metrics.ascent()), note)


def _tr(text: str) -> str:
    return QCoreApplication.translate("legend", text)
