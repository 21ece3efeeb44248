"""The shoots that were open lately: in the File menu, and where there is no picture yet."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QImage, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QMenu, QVBoxLayout, QWidget

from app.jobs import Queue
from app.keeping.folders import shoots_folder, state_folder
from app.keeping.journal import Journal
from app.session import EditSession
from app.shoot.shoot import SET_ASIDE, Shoot
from app.text import shortened
from app.windows.opening import Opener

if TYPE_CHECKING:
    from app.keeping.recent import Recent, RememberRequest, ShootRecord
    from app.shoot.messages import Content
    from mefcore.grouping import Grouping
    from mefcore.job import Job

CALM_MS = 400
SHOWN = 5
"""Lines where there is no picture yet; the menu has more."""
THUMB = 96
ICON = QSize(54, 36)
WIDTH = 400


def _remember(request: RememberRequest, job: Job) -> tuple[Recent, ...]:
    from app.keeping import recent

    return recent.remember(request, job)


def _listed(folder: Path, job: Job) -> tuple[Recent, ...]:
    from app.keeping import recent

    return recent.listed(folder, job)


def _clear(folder: Path, job: Job) -> tuple[Recent, ...]:
    from app.keeping import recent

    return recent.clear(folder, job)


@dataclass(frozen=True, eq=False)
class _Seen:
    """A shoot as it is at a moment; made at every change, so it only holds what is there."""

    source: tuple[Path, ...]
    grouping: Grouping
    corrected: bool
    open: Content
    picture: QImage | None

    def record(self) -> ShootRecord:
        from app.keeping.recent import ShootRecord

        return ShootRecord(
            paths=tuple(str(path.absolute()) for path in self.source),
            sets=tuple(tuple(str(path.absolute()) for path in one.paths) for one in self.grouping.sets),
            aside=tuple(str(i.entry.path.absolute()) for i in self.grouping.ignored if i.why == SET_ASIDE),
            open=tuple(str(path.absolute()) for path in self.open),
            corrected=self.corrected,
        )


class Recents(QObject):
    """Remembers the shoot that is open whenever it changes.

    What it is like is taken down at once and written a moment later, so that even what was open for a moment is listed.

    Signals:
        listed: the list is known, or another.
    """

    listed = Signal()

    def __init__(self, opener: Opener, shoot: Shoot, session: EditSession, parent: QObject) -> None:
        super().__init__(parent)
        self._opener = opener
        self._shoot = shoot
        self._session = session
        self.folder = shoots_folder()
        self.journal = Journal(state_folder() / "sessions")
        self.lines: tuple[Recent, ...] = ()
        self._closed = False
        self._seen: _Seen | None = None
        self._keyed: tuple[tuple[Path, ...], str] = ((), "")
        self._unwritten: dict[int, RememberRequest] = {}
        self.queue = Queue("recent", self)
        self.queue.succeeded.connect(self._take)
        self.queue.failed.connect(lambda job, _: self._unwritten.pop(job, None))
        self._timer = QTimer(self, singleShot=True, interval=CALM_MS)
        self._timer.timeout.connect(self._note)
        for signal in (shoot.replaced, shoot.regrouped, shoot.marked):
            signal.connect(self._look)

    @property
    def key(self) -> str | None:
        """Of the shoot that is open."""
        from app.keeping.recent import key_of

        source = self._opener.source
        if source != self._keyed[0]:
            self._keyed = source, key_of(source)
        return None if self._shoot.grouping is None else self._keyed[1]

    @property
    def now(self) -> ShootRecord | None:
        """Of the shoot that is open; sizes of files are known to what is on disk only."""
        seen = self._now()
        return None if seen is None else seen.record()

    def refresh(self) -> None:
        if not self._closed:
            self.queue.submit(_listed, self.folder)

    def clear(self) -> None:
        self.queue.submit(_clear, self.folder)

    def record(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def close(self) -> None:
        from mefcore.job import SILENT

        self._closed = True
        self._timer.stop()
        self.queue.close()
        for request in (*self._unwritten.values(), self._request()):
            if request is not None:
                with contextlib.suppress(Exception):  # the shoot is not listed; that harms nobody
                    _remember(request, SILENT)
        self.journal.close()

    def _look(self) -> None:
        now = self._now()
        if self._seen is not None and (now is None or now.source != self._seen.source):
            self._note()  # another shoot takes its place
        self._seen = now
        self._timer.start()

    def _note(self) -> None:
        request = self._request()
        if request is not None and not self._closed:
            self._unwritten[self.queue.submit(_remember, request)] = request

    def _request(self) -> RememberRequest | None:
        """What was seen last and is not written yet."""
        from app.keeping.recent import RememberRequest

        seen, self._seen = self._seen, None
        if seen is None:
            return None
        thumb = b"" if seen.picture is None else _encoded(seen.picture)
        return RememberRequest(self.folder, seen.record(), self.journal.hold(), thumb)

    def _now(self) -> _Seen | None:
        shoot, source = self._shoot, self._opener.source
        grouping = shoot.grouping
        if grouping is None or not source or not grouping.sets:
            return None
        return _Seen(source, grouping, shoot.corrected, shoot.open, self._picture())

    def _picture(self) -> QImage | None:
        loaded = self._session.loaded
        # While a set of another shoot is being read, the last one is still on screen.
        if loaded is None or {frame.path for frame in loaded.bracket.frames} != self._shoot.open:
            return None
        return loaded.thumbs[loaded.bracket.reference]

    def _take(self, job: int, lines: tuple[Recent, ...]) -> None:
        self._unwritten.pop(job, None)
        self.lines = lines
        self.listed.emit()

    def title(self, line: Recent) -> str:
        if line.more:
            return self.tr("{0} and {1} more").format(shortened(line.name), line.more)
        return shortened(line.name)


def _encoded(picture: QImage) -> bytes:
    small = picture.scaled(THUMB, THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "JPG", 88)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def folder_text(folder: Path) -> str:
    """A folder, with the person's own as ``~``."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if home == folder or home in folder.parents else str(folder)


class RecentMenu(QMenu):
    """Signals: chosen, the key of a shoot."""

    chosen = Signal(str)

    def __init__(self, recents: Recents, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recent")
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self._recents = recents
        recents.listed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        for old in self.actions():
            self.removeAction(old)
            old.deleteLater()  # not at once: it may be the one that was chosen just now
        for line in self._recents.lines:
            title = self._recents.title(line)
            text = f"{title}\t{shortened(folder_text(line.folder))}".replace("&", "&&")
            action = QAction(text, self)
            action.setData(line.key)
            action.setEnabled(True)
            action.setToolTip(str(line.folder / line.name))
            if line.missing:
                action.setText(self.tr("{0}  (not there)").format(title.replace("&", "&&")))
                action.setToolTip(self.tr("{0} was moved or deleted; choose it to look for it").format(title))
            action.triggered.connect(partial(self.chosen.emit, line.key))
            self.addAction(action)
        # Made here, as all of them: of one that Qt made, PySide keeps its own half when Qt has deleted the other.
        line_between, clear = QAction(self), QAction(self.tr("&Clear list"), self)
        line_between.setSeparator(True)
        clear.setObjectName("clear_recent")
        clear.triggered.connect(self._recents.clear)
        self.addActions((line_between, clear))
        self.menuAction().setEnabled(bool(self._recents.lines))


class RecentRow(QAbstractButton):
    """A picture, a name, and where it is."""

    def __init__(self, title: str, folder: Path, thumb: Path | None, missing: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self._where = folder_text(folder)
        self._picture = QPixmap(str(thumb)) if thumb is not None else QPixmap()
        self._missing = missing
        self.setFixedSize(WIDTH, max(ICON.height() + 8, 2 * self.fontMetrics().height() + 8))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(title)
        self.setAccessibleDescription(self._where)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        palette = self.palette()
        if self.underMouse() or self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Button))
            painter.drawRoundedRect(self.rect(), 4, 4)
        ahead = QRect(QPoint(6, (self.height() - ICON.height()) // 2), ICON)
        ratio = self.devicePixelRatioF()
        if not self._picture.isNull():
            fitted = self._picture.scaled(
                ICON * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            fitted.setDevicePixelRatio(ratio)
            painter.setOpacity(0.45 if self._missing else 1.0)
            size = fitted.deviceIndependentSize().toSize()
            painter.drawPixmap(ahead.center() - QRect(QPoint(), size).center(), fitted)
            painter.setOpacity(1.0)
        metrics = self.fontMetrics()
        text = self.rect().adjusted(ICON.width() + 18, 4, -6, -4)
        strong, weak = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(weak if self._missing else strong)
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(weak)
        where = metrics.elidedText(self._where, Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, where)
        painter.end()


class RecentList(QWidget):
    """The newest shoots, to be clicked.

    Signals:
        chosen: the key of a shoot.
    """

    chosen = Signal(str)

    def __init__(self, recents: Recents, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recent-list")
        self._recents = recents
        self.buttons: list[RecentRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 18, 0, 0)
        self._column.setSpacing(2)
        recents.listed.connect(self._fill)

    def _fill(self) -> None:
        for button in self.buttons:
            self._column.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._row(line) for line in self._recents.lines[:SHOWN]]
        for button in self.buttons:
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            button.show()

    def _row(self, line: Recent) -> RecentRow:
        title = self._recents.title(line)
        row = RecentRow(title, line.folder, line.thumb, line.missing, self)
        gone = self.tr("{0} was moved or deleted; choose it to look for it").format(title)
        row.setToolTip(gone if line.missing else str(line.folder / line.name))
        row.clicked.connect(partial(self.chosen.emit, line.key))
        return row
