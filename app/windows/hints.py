"""A few words on the sample, once: what to drag, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.windows.feature import Feature
from app.windows.menus import Command, Menu

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow

_WIDTH = 300
_GAP = 14


@dataclass(frozen=True, eq=False)
class Hint:
    """What to say beside which part of the window; ``page`` of the sidebar is shown first, where it is named."""

    target: Callable[[], QWidget]
    title: str
    text: str
    page: str = ""


class Ring(QWidget):
    """A line around what a hint is about; clicks go through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for role, width in (("plate", 4.0), ("plate_text", 2.0)):
            painter.setPen(QPen(theme.colour(role), width))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 5, 5)
        painter.end()


class Callout(QFrame):
    """One hint, with a way to the next and a way out."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("hint")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.text, self.count = QLabel(self), QLabel(self), QLabel(self)
        self.title.setProperty("role", "heading")
        self.count.setProperty("role", "secondary")
        for label in (self.title, self.text):
            label.setWordWrap(True)
        self.leave = QPushButton(self.tr("No more hints"), self)
        self.leave.setToolTip(self.tr("Help has them again"))
        self.further = QPushButton(self.tr("Next"), self)
        self.further.setToolTip(self.tr("To the next hint"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.further)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 12, 10)
        column.setSpacing(7)
        for part in (self.title, self.text):
            column.addWidget(part)
        column.addLayout(buttons)
        self.hide()

    def say(self, hint: Hint, number: int, of: int) -> None:
        last = number == of
        self.title.setText(hint.title)
        self.text.setText(hint.text)
        self.count.setText(self.tr("{0} of {1}").format(number, of))
        self.leave.setVisible(not last)
        self.further.setText(self.tr("Done") if last else self.tr("Next"))
        self.setAccessibleName(f"{hint.title}. {hint.text}")
        self.setFixedWidth(max(_WIDTH, self.minimumSizeHint().width()))
        self.setFixedHeight(self.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.leave.click()
        else:
            super().keyPressEvent(event)


class Hints(Feature):
    """Shown when the sample is opened for the first time, and when they are asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._at = -1
        self._asked = False
        self._hints: tuple[Hint, ...] = ()
        self.ring = Ring(window)
        self.card = Callout(window)
        self.card.further.clicked.connect(lambda: self._show(self._at + 1))
        self.card.leave.clicked.connect(self.end)
        window.session.predicted.connect(self._fused)
        window.session.opened.connect(self._hide)
        window.installEventFilter(self)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        tip = _tr("Four of them, on the sample: compare, blend, colour, export")
        return {"help": (Command("hints", _tr("Show &hints again"), tip=tip, after="palette"),)}

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"hints": self.begin}

    def begin(self) -> None:
        """From the first; on the sample, where nothing is open."""
        if self._window.session.prediction is None:
            self._asked = True
            self._window.asker.sample()
        else:
            self._show(0)

    def end(self) -> None:
        """They will not come by themselves again."""
        self._window.settings.set_option("hints", False)
        self._hide()
        self._window.canvas.setFocus()

    @property
    def showing(self) -> int:
        """Which is on screen; -1 for none."""
        return self._at

    def escape(self) -> bool:
        """Whether there was one to put away."""
        showing = self._at >= 0
        if showing:
            self.end()
        return showing

    def _fused(self) -> None:
        wanted = self._asked or (self._window.settings.option("hints") and self._is_sample())
        self._asked = False
        if wanted and self._at < 0:
            self._show(0)

    def _is_sample(self) -> bool:
        from app.windows.samples import sample_folder

        bracket = self._window.session.bracket
        return bracket is not None and sample_folder() in bracket.frames[0].path.absolute().parents

    def _hide(self) -> None:
        self._at = -1
        self.card.hide()
        self.ring.hide()

    def _show(self, at: int) -> None:
        self._hints = self._hints or self._made()
        if at >= len(self._hints):
            self.end()
            return
        self._at = at
        hint = self._hints[at]
        if hint.page:
            self._window.sidebar.show_page(hint.page)
        self.card.say(hint, at + 1, len(self._hints))
        self._place()
        # Around the picture the line would look like a part of it.
        self.ring.setVisible(hint.target() is not self._window.canvas)
        self.ring.raise_()
        self.card.show()
        self.card.raise_()

    def _place(self) -> None:
        """The ring around its part, the card beside it, both inside the window."""
        target = self._hints[self._at].target()
        visible = target.visibleRegion().boundingRect()
        area = QRect(target.mapTo(self._window, visible.topLeft()), visible.size())
        room = self._window.rect().adjusted(8, 8, -8, -8)
        self.ring.setGeometry(area.adjusted(-4, -4, 4, 4).intersected(self._window.rect()))
        size = self.card.size()
        if area.width() > room.width() // 2:
            corner = QPoint(area.center().x() - size.width() // 2, area.center().y() + area.height() // 8)
        elif area.center().x() > room.center().x():
            corner = QPoint(area.left() - _GAP - size.width(), area.top())
        else:
            corner = QPoint(area.right() + _GAP, area.top())
        if area.height() < 40:
            corner = QPoint(area.left(), area.bottom() + _GAP)
        x = min(max(corner.x(), room.left()), room.right() - size.width())
        y = min(max(corner.y(), room.top()), room.bottom() - size.height())
        self.card.move(x, y)

    def _made(self) -> tuple[Hint, ...]:
        window = self._window
        native = QKeySequence.SequenceFormat.NativeText
        actions = (window.actions_by_name[name] for name in ("export", "save_cube", "palette"))
        keys = [action.shortcut().toString(native) for action in actions]
        return (
            Hint(
                lambda: window.canvas,
                _tr("Before and after"),
                _tr(
                    "Drag the line across the picture. Left of it is one frame of the bracket, right of it the result. "
                    "Your own bracket goes the same way: drop its files anywhere."
                ),
            ),
            Hint(
                lambda: window.sidebar,
                _tr("Every place from the frame that shows it best"),
                _tr(
                    "“Local” at 0 % gives each frame one weight for the whole picture; at 100 % the weights follow "
                    "windows and shadows. Key W shows where a frame is used."
                ),
                page="blend",
            ),
            Hint(
                lambda: window.sidebar,
                _tr("All colour is one LUT"),
                _tr("Light, curves and colours change the LUT and nothing else, so all of it leaves with the .cube."),
                page="look",
            ),
            Hint(
                window.menuBar,
                _tr("Out with it"),
                _tr("{0} exports the picture, {1} the LUT. {2} finds any command by a few letters.").format(*keys),
            ),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize and self._at >= 0:
            self._place()
        return False


def _tr(text: str) -> str:
    return QCoreApplication.translate("hints", text)
