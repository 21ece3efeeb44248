"""The strip under the picture: what to compare with and how, and the zoom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from app.models.messages import BLEND, OPENED, SNAPSHOT, Loaded
from app.text import exposure_value

if TYPE_CHECKING:
    from mefcore.snapshot import Snapshot

MODES = ("compare_off", "split", "top_bottom", "side_by_side")
"""The commands that say how before and after share the canvas."""
ZOOMS: tuple[str | None, ...] = (
    *("fit", "fill", None, "zoom_50", "full_size", "zoom_200", "zoom_400"),
    *(None, "zoom_in", "zoom_out", None, "sharp"),
)
"""The commands in the zoom's menu; None is a line."""


class ModeButton(QToolButton):
    """A command as a small drawing: what is before is filled."""

    def __init__(self, action: QAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setAccessibleName(action.text().replace("&", ""))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        height = super().sizeHint().height()
        return QSize(height + 6, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QStylePainter(self)
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        side = round(self.fontMetrics().height() * 0.38) * 2
        box = QRectF(0, 0, 1.4 * side, side)
        box.moveCenter(QRectF(self.rect()).center())
        box.moveTopLeft(QPointF(round(box.left()) + 0.5, round(box.top()) + 0.5))
        painter.setPen(QPen(self.palette().buttonText(), 1.2))
        middle = box.center()
        name = self.defaultAction().objectName()
        if name == "side_by_side":
            left = QRectF(box.topLeft(), QPointF(middle.x() - 1.5, box.bottom()))
            painter.fillRect(left, painter.pen().brush())
            painter.drawRect(left)
            painter.drawRect(QRectF(QPointF(middle.x() + 1.5, box.top()), box.bottomRight()))
            return
        painter.drawRect(box)
        if name == "split":
            painter.fillRect(QRectF(box.topLeft(), QPointF(middle.x(), box.bottom())), painter.pen().brush())
        elif name == "top_bottom":
            painter.fillRect(QRectF(box.topLeft(), QPointF(box.right(), middle.y())), painter.pen().brush())


class BeforeBox(QComboBox):
    """As wide as its first entries need; names that people give have to fit in there, and are whole in the list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.fixed = 0
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(6)
        self.setMaximumWidth(240)
        self.currentTextChanged.connect(self._tell)

    def sizeHint(self) -> QSize:  # noqa: N802
        advance = self.fontMetrics().horizontalAdvance
        widths = [advance(self.itemText(row)) for row in range(self.count())]
        least = max(widths[: self.fixed], default=0)
        return super().sizeHint() - QSize(max(0, max(widths, default=0) - least), 0)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width() - 2
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def showPopup(self) -> None:  # noqa: N802
        self.view().setMinimumWidth(min(self.view().sizeHintForColumn(0) + 24, 480))
        super().showPopup()

    def _tell(self, chosen: str) -> None:
        hint = self.tr("What the result is compared with; keys 1 to 9 choose a frame, 0 the plain blend")
        self.setToolTip(f"{chosen}\n{hint}" if chosen else hint)


def _close_together(widgets: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(1)
    for widget in widgets:
        row.addWidget(widget)
    return row


class ViewBar(QWidget):
    """Signals: before_chosen, a frame's index, ``BLEND`` or ``OPENED``; snapshot_chosen, a snapshot."""

    before_chosen = Signal(int)
    snapshot_chosen = Signal(object)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._snapshots: tuple[Snapshot, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(6)
        label = QLabel(self.tr("Before"), self)
        self.before = BeforeBox(self)
        self.before.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.before.setAccessibleName(self.tr("Before: what the result is compared with"))
        self.before.activated.connect(self._chosen)
        label.setBuddy(self.before)
        row.addWidget(label)
        row.addWidget(self.before)
        modes = [ModeButton(actions[name], self) for name in MODES]
        tools = [self._button(actions[name]) for name in ("weights", "nudge")]
        row.addLayout(_close_together(modes))
        for tool in tools:
            row.addWidget(tool)
        row.addStretch(2)
        self.zoom = self._zoom_button(actions)
        row.addWidget(self.zoom)
        fit, full = self._button(actions["fit"]), self._button(actions["full_size"])
        row.addWidget(fit)
        row.addWidget(full)
        self._dispensable: tuple[Sequence[QWidget], ...] = ((fit, full), (label,), tools, modes)

    def _zoom_button(self, actions: Mapping[str, QAction]) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("zoom")
        button.setText("–")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleDescription(self.tr("Zoom"))
        button.setToolTip(self.tr("Zoom; the wheel zooms at the cursor"))
        menu = QMenu(button)
        for name in ZOOMS:
            if name is None:
                menu.addSeparator()
            else:
                menu.addAction(actions[name])
        button.setMenu(menu)
        button.setMinimumWidth(self.fontMetrics().horizontalAdvance("1600 %") + 36)
        return button

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(190, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a narrow window only what cannot be had elsewhere stays, with its words whole."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self.sizeHint().width()
        for group in self._dispensable:
            needed += sum(w.sizeHint().width() + 6 for w in group if w.isHidden())
        for group in self._dispensable:
            keep = needed <= self.width()
            if not keep:
                needed -= sum(w.sizeHint().width() + 6 for w in group)
            for widget in group:
                widget.setVisible(keep)

    def set_loaded(self, loaded: Loaded | None) -> None:
        with QSignalBlocker(self.before):
            self.before.clear()
            if loaded is None:
                return
            self.before.addItem(self.tr("Plain blend"), BLEND)
            self.before.addItem(self.tr("As opened"), OPENED)
            for k, ev in enumerate(loaded.bracket.ev):
                known = "" if ev is None else f"   {exposure_value(ev)}"
                self.before.addItem(self.tr("Frame {0}").format(k + 1) + known, k)
            self.before.fixed = self.before.count()
            self._add_snapshots()
        self._fit()

    def set_snapshots(self, snapshots: tuple[Snapshot, ...]) -> None:
        """To be chosen from, below the frames."""
        with QSignalBlocker(self.before):
            while self.before.count() > self.before.fixed:
                self.before.removeItem(self.before.count() - 1)
            self._snapshots = snapshots
            self._add_snapshots()
        self._fit()

    def _add_snapshots(self) -> None:
        if self._snapshots and self.before.fixed:
            self.before.insertSeparator(self.before.fixed)
            for snapshot in self._snapshots:
                self.before.addItem(self.tr("Snapshot: {0}").format(snapshot.name), SNAPSHOT)

    def show_before(self, before: int) -> None:
        if before != SNAPSHOT:
            self.before.setCurrentIndex(self.before.findData(before))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The same, for a "before" that is a snapshot."""
        if snapshot in self._snapshots:
            self.before.setCurrentIndex(self.before.fixed + 1 + self._snapshots.index(snapshot))

    def _chosen(self, row: int) -> None:
        if self.before.itemData(row) == SNAPSHOT:
            self.snapshot_chosen.emit(self._snapshots[row - self.before.fixed - 1])
        else:
            self.before_chosen.emit(self.before.itemData(row))

    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{100 * zoom:.0f} %")

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
