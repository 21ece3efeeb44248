"""What the window says before there is a picture."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyState(QWidget):
    """Signals: open_requested, sample_requested."""

    open_requested = Signal()
    sample_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title = QLabel(self.tr("Drop a bracket or a whole card here"), self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        self._text = text = QLabel(
            self.tr(
                "Two or more exposures of one scene, or a folder of many brackets, which are told apart: "
                "JPEG, TIFF, PNG, HEIC, camera RAW and more."
            ),
            self,
        )
        text.setProperty("role", "secondary")
        text.setWordWrap(True)
        text.setFixedWidth(400)
        text.setFixedHeight(text.heightForWidth(400))
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open = QPushButton(self.tr("Open…"), self)
        self.open.setProperty("role", "primary")
        self.open.setToolTip(self.tr("Choose the frames of one bracket, or of many; a folder is in the File menu"))
        self.open.clicked.connect(self.open_requested)
        self.sample = QPushButton(self.tr("Open the sample"), self)
        self.sample.setProperty("role", "plain")
        self.sample.setToolTip(self.tr("Three exposures of a room with a bright window, to try things out"))
        self.sample.clicked.connect(self.sample_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        buttons.addWidget(self.sample)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(5)
        column.addWidget(title)
        column.addSpacing(4)
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addLayout(buttons)
        column.addStretch(6)

    def set_busy(self, what: str) -> None:
        """Say what is being done instead of inviting; an empty text invites again."""
        self._title.setText(f"{what}…" if what else self.tr("Drop a bracket or a whole card here"))
        for widget in (self._text, self.open, self.sample):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            widget.setVisible(not what)
