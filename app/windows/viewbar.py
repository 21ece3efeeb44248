"""The strip under the picture: what to compare with, and the zoom."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from app.models.messages import BLEND, Loaded
from app.text import exposure_value


class ViewBar(QWidget):
    """Signals: before_chosen, a frame's index or :data:`~app.models.messages.BLEND`."""

    before_chosen = Signal(int)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(6)
        label = QLabel(self.tr("Before"), self)
        self.before = QComboBox(self)
        self.before.setMinimumContentsLength(12)
        self.before.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.before.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.before.setAccessibleName(self.tr("Before: what the result is compared with"))
        self.before.activated.connect(lambda i: self.before_chosen.emit(self.before.itemData(i)))
        label.setBuddy(self.before)
        row.addWidget(label)
        self.before.setMaximumWidth(240)
        row.addWidget(self.before, 3)
        for name in ("split", "weights", "nudge"):
            row.addWidget(self._button(actions[name]))
        row.addStretch(2)
        out = self._button(actions["zoom_out"])
        row.addWidget(out)
        self.zoom = QLabel("–", self)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom.setMinimumWidth(self.fontMetrics().horizontalAdvance("1600 %") + 8)
        self.zoom.setAccessibleDescription(self.tr("Zoom"))
        row.addWidget(self.zoom)
        closer = self._button(actions["zoom_in"])
        row.addWidget(closer)
        row.addSpacing(8)
        fit, full = self._button(actions["fit"]), self._button(actions["full_size"])
        row.addWidget(fit)
        row.addWidget(full)
        self._dispensable = ((out, closer), (fit, full), (self.zoom, label))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a narrow window only what has no key as obvious as the wheel's stays."""
        super().resizeEvent(event)
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
            for k, ev in enumerate(loaded.bracket.ev):
                known = "" if ev is None else f"   {exposure_value(ev)}"
                self.before.addItem(self.tr("Frame {0}").format(k + 1) + known, k)

    def show_before(self, before: int) -> None:
        self.before.setCurrentIndex(self.before.findData(before))

    def show_zoom(self, zoom: float) -> None:
        self.zoom.setText(f"{100 * zoom:.0f} %")

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
