"""The editor's window: puts the parts together and passes messages between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.canvas.canvas import Canvas
from app.crash import CrashReporter
from app.models.frames import FrameModel
from app.models.messages import BLEND, Baked, Exported, Rendered
from app.panels.filmstrip import Filmstrip
from app.panels.look import LookPanel
from app.preview import Preview
from app.session import EditSession
from app.settings import Settings
from app.text import duration, exposure_value, file_size
from app.windows import actions as commands
from app.windows import dialogs, help
from app.windows.drop import DropFrame
from app.windows.empty import EmptyState
from app.windows.exporting import Exporter, show_in_folder
from app.windows.notice import Notice
from app.windows.opening import Opener
from app.windows.peek import Peek
from app.windows.samples import sample_frames
from app.windows.status import Status
from app.windows.viewbar import ViewBar
from mefcore.errors import BracketError, MefError
from mefcore.recipe import Recipe


class MainWindow(QMainWindow):
    """Signals: first_painted, once, when the window is on screen."""

    first_painted = Signal()

    def __init__(self, settings: Settings, crash: CrashReporter) -> None:
        super().__init__()
        self.setObjectName("main")
        self.settings = settings
        self.crash = crash
        self.session = EditSession(self)
        self.preview = Preview(self.session, self)
        self.opener = Opener(self.session, self)
        self.exporter = Exporter(self.session, self.preview, settings, self)
        self._before = BLEND
        self._prefers_blend = settings.flag("before_is_blend", False)
        self._painted = False
        self._engine = ""
        self._make_widgets()
        self._connect()
        self._restore()
        self._show_nothing()

    # ---- putting together

    def _make_widgets(self) -> None:
        self.actions_by_name = commands.build(self, self._handlers())
        for key in range(1, 10):
            QShortcut(str(key), self, lambda k=key: self.choose_frame(k - 1))
        QShortcut("F6", self, self._next_area)
        QShortcut("Escape", self, self._escape)
        self.canvas = Canvas(self)
        self.empty = EmptyState(self.canvas)
        self.notice = Notice(self.canvas)
        self.frames = FrameModel(self)
        self.filmstrip = Filmstrip(self.frames, self)
        self.viewbar = ViewBar(self.actions_by_name, self)
        self.look = LookPanel(self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.viewbar)
        column.addWidget(self.filmstrip)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.look)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        self.splitter.setHandleWidth(3)
        self.splitter.setSizes([960, 316])
        self.setCentralWidget(self.splitter)
        self.status = Status(self)
        self.setStatusBar(self.status)
        self.canvas.installEventFilter(self)
        self.peek = Peek(self, self.canvas)
        self.drop = DropFrame(self)

    def _connect(self) -> None:
        self.opener.failed.connect(self.tell)
        self.opener.opened.connect(self.notice.hide)
        self.opener.unfused.connect(self._tell_unfused)
        self.exporter.failed.connect(self.tell)
        self.exporter.exported.connect(self._tell_exported)
        self.preview.failed.connect(self.tell)
        self.preview.rendered.connect(self._rendered)
        self.preview.baked.connect(self._baked)
        for worker in (self.opener.load_lane, self.opener.infer_lane, self.preview.bake_lane, self.exporter.queue):
            self.status.progress.watch(worker)
        self.opener.load_lane.started.connect(lambda _, text: self.empty.set_busy(text))
        self.opener.load_lane.ended.connect(self._load_ended)
        self.session.opened.connect(self._opened)
        self.session.predicted.connect(self._predicted)
        self.session.recipe_changed.connect(self._recipe_changed)
        self.session.undo_stack.indexChanged.connect(self._update_actions)
        self.look.edited.connect(lambda name, value, gesture: self.session.edit(gesture, **{name: value}))
        self.canvas.view_changed.connect(self.preview.set_view)
        self.canvas.view_changed.connect(lambda view: self.viewbar.show_zoom(view.zoom))
        self.canvas.compare_changed.connect(self._compare_changed)
        self.canvas.hovered.connect(self.status.show_colour)
        self.canvas.tab_pressed.connect(lambda: self.hide_panels(not self.look.isHidden()))
        self.filmstrip.chosen.connect(self.choose_before)
        self.viewbar.before_chosen.connect(self.choose_before)
        self.drop.dropped.connect(self._dropped)
        self.empty.open_requested.connect(self.ask_open)
        self.empty.sample_requested.connect(self.open_sample)

    def _handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "open": self.ask_open,
            "open_folder": self.ask_open_folder,
            "open_sample": self.open_sample,
            "export": lambda: self.exporter.ask_image(),
            "export_again": lambda: self.exporter.again(),
            "export_base": lambda: self.exporter.ask_base(),
            "save_cube": lambda: self.exporter.ask_cube(),
            "quit": self.close,
            "undo": lambda: self.session.undo_stack.undo(),
            "redo": lambda: self.session.undo_stack.redo(),
            "reset": lambda: self.session.reset(),
            "zoom_in": lambda: self.canvas.zoom_step(1),
            "zoom_out": lambda: self.canvas.zoom_step(-1),
            "fit": lambda: self.canvas.fit(),
            "full_size": lambda: self.canvas.toggle_zoom(),
            "split": lambda on: self.canvas.set_split(on),
            "before": lambda on: self.canvas.set_only_before(on),
            "before_blend": lambda: self.choose_before(BLEND),
            "panels": self.hide_panels,
            "full_screen": self._full_screen,
            "shortcuts": lambda: help.shortcuts_dialog(self, self.actions_by_name).show(),
            "about": self._about,
        }

    def _restore(self) -> None:
        self.resize(QSize(1280, 770).boundedTo(self.screen().availableSize()))
        for key, restore in (("geometry", self.restoreGeometry), ("splitter", self.splitter.restoreState)):
            state = self.settings.blob(key)
            if state is not None:
                restore(state)
        self.canvas.set_split(self.settings.flag("split", True))
        self._compare_changed()

    def _remember(self) -> None:
        self.settings.set_blob("geometry", self.saveGeometry())
        if not self.look.isHidden():
            self.settings.set_blob("splitter", self.splitter.saveState())
        self.settings.set_flag("split", self.canvas.split)
        self.settings.set_flag("before_is_blend", self._prefers_blend)
        self.settings.sync()

    # ---- opening

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the bracket in these files and folders."""
        self.opener.open(paths)

    def _dropped(self, paths: list[Path]) -> None:
        self.activateWindow()
        self.open_paths(paths)

    def ask_open(self) -> None:
        from mefcore.io import READABLE

        paths = dialogs.ask_files(self, self.tr("Open a bracket"), self.settings.folder("open"), tuple(READABLE))
        if paths:
            self.settings.set_folder("open", paths[0].parent)
            self.open_paths(paths)

    def ask_open_folder(self) -> None:
        folder = dialogs.ask_folder(self, self.tr("Open a folder"), self.settings.folder("open"))
        if folder is not None:
            self.settings.set_folder("open", folder)
            self.open_paths([folder])

    def open_sample(self) -> None:
        paths = sample_frames()
        if paths:
            self.open_paths(paths)
        else:
            self.tell(BracketError("the sample bracket is not installed", hint="open a bracket of your own"))

    def _load_ended(self, _: int) -> None:
        if not self.opener.load_lane.busy:
            self.empty.set_busy("")

    def _show_nothing(self) -> None:
        self.setWindowTitle(self.tr("Luxcube"))
        self.empty.show()
        self.viewbar.setEnabled(False)
        self.filmstrip.hide()
        self._update_actions()

    def _opened(self) -> None:
        loaded = self.session.loaded
        if loaded is None:
            return
        bracket = loaded.bracket
        self.empty.hide()
        self.viewbar.setEnabled(True)
        self.frames.set_loaded(loaded)
        self.filmstrip.setVisible(not self.look.isHidden())
        self.viewbar.set_loaded(loaded)
        sizes = tuple((frames[0].shape[1], frames[0].shape[0]) for frames in loaded.levels)
        self.canvas.set_picture_size(sizes)
        self.choose_before(BLEND if self._prefers_blend else bracket.reference, remember=False)
        first = min(frame.path.name for frame in bracket.frames)
        name = loaded.folder or self.tr("{0} and {1} more").format(first, len(bracket) - 1)
        self.setWindowTitle(self.tr("{0} – Luxcube").format(name))
        self.settings.set_folder("open", bracket.frames[0].path.parent)
        self.look.set_active(True)
        self.look.show_lattice(self.session.recipe, None)
        self.status.show_facts(bracket, None)
        self._update_actions()

    def _predicted(self) -> None:
        prediction = self.session.prediction
        if prediction is not None:
            self.frames.set_weights(tuple(float(w) for w in prediction.weights))
        self._update_actions()

    # ---- looking

    def choose_frame(self, index: int) -> None:
        """Compare with a frame by number, if there is one."""
        if self.session.bracket is not None and index < len(self.session.bracket):
            self.choose_before(index)

    def choose_before(self, before: int, remember: bool = True) -> None:
        """Compare with a frame, or with :data:`~app.models.messages.BLEND`."""
        if self.session.bracket is None:
            return
        self._before = before
        if remember:
            self._prefers_blend = before == BLEND
        self.viewbar.show_before(before)
        self.filmstrip.show_before(before)
        self._compare_changed()
        self._update_labels()

    @property
    def before(self) -> int:
        """What the result is compared with."""
        return self._before

    def _compare_changed(self) -> None:
        self.preview.set_before(self._before, self.canvas.before_visible)
        self.actions_by_name["split"].setChecked(self.canvas.split)
        self.actions_by_name["before"].setChecked(self.canvas.only_before)

    def _update_labels(self) -> None:
        bracket = self.session.bracket
        if bracket is None:
            return
        index = self._before
        if index == BLEND and self.session.prediction is None:
            index = bracket.reference
        if index == BLEND:
            before = self.tr("Before: plain blend")
        else:
            ev = bracket.ev[index]
            known = "" if ev is None else f", {exposure_value(ev)}"
            before = self.tr("Before: frame {0}").format(index + 1) + known
        self.canvas.set_labels(before, self.tr("After"))

    def _rendered(self, rendered: Rendered) -> None:
        self.canvas.show_rendered(rendered)
        self._engine = rendered.engine
        self._update_labels()
        self.status.show_facts(self.session.bracket, rendered)

    def hide_panels(self, hidden: bool) -> None:
        """Leave only the picture."""
        self.look.setVisible(not hidden)
        self.filmstrip.setVisible(not hidden and self.session.bracket is not None)
        self.viewbar.setVisible(not hidden)
        self.actions_by_name["panels"].setChecked(hidden)

    def _full_screen(self, on: bool) -> None:
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if on
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    def _escape(self) -> None:
        if self.notice.kind:
            self.notice.hide()
        elif self.isFullScreen():
            self._full_screen(False)
        else:
            self.canvas.setFocus()

    def _next_area(self) -> None:
        areas = (self.canvas, self.look.control("grid").slider, self.filmstrip)
        focus = self.focusWidget()
        now = next((i for i, a in enumerate(areas) if focus is a), None)
        if now is None:
            now = 1 if focus is not None and self.look.isAncestorOf(focus) else 2
        for step in (1, 2, 3):
            area = areas[(now + step) % 3]
            if area.isVisible() and area.isEnabled():
                area.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    # ---- editing

    def _recipe_changed(self, _: Recipe, after: Recipe) -> None:
        self.look.show_recipe(after)
        # Behind a "before" that a tap of the key left there, the edit would seem to do nothing.
        self.canvas.set_only_before(False)
        if self.session.bracket is not None:
            self.look.show_lattice(after, self.preview.exact)

    def _baked(self, baked: Baked | None) -> None:
        if self.session.bracket is not None:
            self.look.show_lattice(self.session.recipe, baked or self.preview.exact)

    def _update_actions(self) -> None:
        commands.update(self.actions_by_name, self.session)

    # ---- telling

    def tell(self, error: BaseException) -> None:
        """An error a person can act on becomes a notice; anything else is a bug."""
        if isinstance(error, MefError):
            self.notice.show_error(error)
        else:
            self.crash.report(error)

    def _tell_unfused(self) -> None:
        self.notice.show_news(self.tr("These frames have not been fused."), self.tr("Fuse"), self.opener.fuse)

    def _tell_exported(self, done: Exported) -> None:
        name, size, took = done.path.name, file_size(done.bytes), duration(done.seconds)
        text = (self.tr("Saved {0}, {1}, in {2}") if took else self.tr("Saved {0}, {1}")).format(name, size, took)
        if done.plain:
            text += self.tr(". The saved .cube turns it into the picture.")
        self.notice.show_news(text, self.tr("Show in folder"), lambda: show_in_folder(done.path))

    def _about(self) -> None:
        prediction = self.session.prediction
        help.about(self, prediction.model_id if prediction else "", self._engine).open()

    # ---- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self.empty.setGeometry(self.canvas.rect())
        elif event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        if event.type() == QEvent.Type.WindowStateChange:
            self.actions_by_name["full_screen"].setChecked(self.isFullScreen())
        super().changeEvent(event)

    def stop(self) -> None:
        """Close without a question; a running export leaves nothing behind."""
        self.exporter.queue.cancel()
        self.close()

    def _confirm_quit(self) -> bool:
        """Ask, for as long as there is an export to stop.  One that fails must be seen to."""
        return dialogs.confirm(
            self,
            self.tr("An export is still running. Stop it and quit?"),
            self.tr("Stop and quit"),
            until=self.exporter.queue.idle,
            unless=self.exporter.failed,
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self.exporter.queue.waiting and not self._confirm_quit():
            event.ignore()
            return
        self._remember()
        self.hide()
        for part in (self.exporter, self.opener, self.preview):
            part.close()
        event.accept()
