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
from app.models.messages import BLEND, Baked, Rendered
from app.panels.filmstrip import Filmstrip
from app.panels.look import LookPanel
from app.preview import Preview
from app.session import EditSession
from app.settings import Settings
from app.windows import actions as commands
from app.windows import dialogs, help
from app.windows.comparing import Comparison
from app.windows.drop import DropFrame
from app.windows.empty import EmptyState
from app.windows.exporting import Exporter
from app.windows.notice import Notice
from app.windows.opening import Opener
from app.windows.peek import Peek
from app.windows.refining import Refiner
from app.windows.samples import sample_frames
from app.windows.status import Status
from app.windows.telling import Teller
from app.windows.tools import Tools
from app.windows.viewbar import ViewBar
from mefcore.errors import BracketError
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
        self.opener = Opener(self.session, settings, self)
        self.refiner = Refiner(self.session, self)
        self.exporter = Exporter(self.session, self.preview, settings, self)
        self._painted = False
        self._engine = ""
        self._make_widgets()
        self._connect()
        self._restore()
        self._show_nothing()

    # ---- putting together

    def _make_widgets(self) -> None:
        self.actions_by_name = commands.build(self, self._handlers())
        self.canvas = Canvas(self)
        self.empty = EmptyState(self.canvas)
        self.notice = Notice(self.canvas)
        self.teller = Teller(self.notice, self.crash, self.opener, self.exporter, self.refiner)
        prefers_blend = self.settings.flag("before_is_blend", False)
        self.comparison = Comparison(self.session, self.preview, self.canvas, prefers_blend)
        self.tools = Tools(self.session, self.preview, self.canvas, self.comparison)
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
        self.preview.failed.connect(self.tell)
        self.preview.rendered.connect(self._rendered)
        self.preview.baked.connect(self._baked)
        lanes = (self.opener.load_lane, self.opener.infer_lane, self.preview.bake_lane, self.refiner.lane)
        for worker in (*lanes, self.exporter.queue):
            self.status.progress.watch(worker)
        self.opener.load_lane.started.connect(lambda _, text: self.empty.set_busy(text))
        self.opener.load_lane.ended.connect(self._load_ended)
        self.session.opened.connect(self._opened)
        self.session.predicted.connect(self._predicted)
        self.session.recipe_changed.connect(self._recipe_changed)
        self.session.undo_stack.indexChanged.connect(self._update_actions)
        self._connect_look()
        for key in range(1, 10):
            QShortcut(str(key), self, lambda k=key: self.comparison.choose(k - 1))
        QShortcut("F6", self, self._next_area)
        QShortcut("Escape", self, self._escape)
        self.canvas.view_changed.connect(self.preview.set_view)
        self.canvas.view_changed.connect(lambda view: self.viewbar.show_zoom(view.zoom))
        self.canvas.compare_changed.connect(self._looking_changed)
        self.tools.changed.connect(self._looking_changed)
        self.canvas.hovered.connect(lambda x, y, c: self.status.show_colour(x, y, c, self.tools.shares_at(x, y)))
        self.canvas.tab_pressed.connect(lambda: self.hide_panels(not self.look.isHidden()))
        self.comparison.changed.connect(self.viewbar.show_before)
        self.comparison.changed.connect(self.filmstrip.show_before)
        self.filmstrip.chosen.connect(self.comparison.choose)
        self.viewbar.before_chosen.connect(self.comparison.choose)
        self.drop.dropped.connect(self._dropped)
        self.empty.open_requested.connect(self.ask_open)
        self.empty.sample_requested.connect(self.open_sample)

    def _connect_look(self) -> None:
        self.look.edited.connect(lambda name, value, gesture: self.session.edit(gesture, **{name: value}))
        found = self.look.found
        found.refine_requested.connect(self.refiner.start)
        found.stop_requested.connect(self.refiner.stop)
        found.remove_refinement.connect(self.refiner.remove)
        found.remove_nudges.connect(self.tools.nudger.remove)
        self.refiner.progressed.connect(self._refining)

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
            "refine": lambda: self.refiner.toggle(),
            "match": self.ask_match,
            "unrefine": lambda: self.refiner.remove(),
            "nudge": lambda on: self.tools.set_nudging(on),
            "unnudge": lambda: self.tools.nudger.remove(),
            "reset": lambda: self.session.reset(),
            "zoom_in": lambda: self.canvas.zoom_step(1),
            "zoom_out": lambda: self.canvas.zoom_step(-1),
            "fit": lambda: self.canvas.fit(),
            "full_size": lambda: self.canvas.toggle_zoom(),
            "split": lambda on: self.canvas.set_split(on),
            "before": lambda on: self.canvas.set_only_before(on),
            "before_blend": lambda: self.comparison.choose(BLEND),
            "weights": lambda on: self.tools.set_mapping(on),
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
        self._looking_changed()

    def _remember(self) -> None:
        self.settings.set_blob("geometry", self.saveGeometry())
        if not self.look.isHidden():
            self.settings.set_blob("splitter", self.splitter.saveState())
        self.settings.set_flag("split", self.tools.split.wanted)
        self.settings.set_flag("before_is_blend", self.comparison.prefers_blend)
        self.settings.sync()

    # ---- opening

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the bracket in these files and folders."""
        self.opener.open(paths)

    def _dropped(self, paths: list[Path]) -> None:
        self.activateWindow()
        if self.session.prediction is not None and len(paths) == 1 and paths[0].is_file():
            self.teller.offer_match(paths[0])
        else:
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

    def ask_match(self) -> None:
        from mefcore.io import READABLE

        folder = self.settings.folder("look") or self.settings.folder("open")
        path = dialogs.ask_file(self, self.tr("Match the look of"), folder, tuple(READABLE))
        if path is not None:
            self.settings.set_folder("look", path.parent)
            self.refiner.start(path)

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
        self.comparison.begin()
        first = min(frame.path.name for frame in bracket.frames)
        name = loaded.folder or self.tr("{0} and {1} more").format(first, len(bracket) - 1)
        self.setWindowTitle(self.tr("{0} – Luxcube").format(name))
        self.settings.set_folder("open", bracket.frames[0].path.parent)
        self.look.set_start(self.session.start)
        self.look.set_active(True)
        self.look.show_lattice(self.session.recipe, None)
        self.status.show_facts(bracket, None)
        self._update_actions()

    def _predicted(self) -> None:
        self.look.set_start(self.session.start)
        self.look.set_active(True, fused=True, local=self.session.can_be_local)
        self._update_actions()

    # ---- looking

    def _looking_changed(self) -> None:
        for name, on in (
            ("split", self.canvas.split),
            ("before", self.canvas.only_before),
            ("weights", self.tools.mapping),
            ("nudge", self.tools.nudging),
        ):
            self.actions_by_name[name].setChecked(on)

    def _rendered(self, rendered: Rendered) -> None:
        self.canvas.show_rendered(rendered)
        self._engine = rendered.engine
        self.comparison.update_labels()
        self.status.show_facts(self.session.bracket, rendered)
        if rendered.weights is not None:
            self.frames.set_weights(rendered.weights.means, vary=not rendered.weights.grid.uniform)

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
        elif self.tools.nudging:
            self.tools.put_nudge_away()
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

    def _recipe_changed(self, before: Recipe, after: Recipe) -> None:
        self.look.show_recipe(after)
        if after.local != before.local and self.session.can_be_local:
            self.settings.set_share("local", after.local)
        # Behind a "before" that a tap of the key left there, the edit would seem to do nothing.
        self.canvas.set_only_before(False)
        if self.session.bracket is not None:
            self.look.show_lattice(after, self.preview.exact)

    def _baked(self, baked: Baked | None) -> None:
        if self.session.bracket is not None:
            self.look.show_lattice(self.session.recipe, baked or self.preview.exact)

    def _refining(self, percent: int | None) -> None:
        self.look.found.show_progress(percent)
        text = self.tr("R&efine") if percent is None else self.tr("Stop r&efining")
        self.actions_by_name["refine"].setText(text)

    def _update_actions(self) -> None:
        commands.update(self.actions_by_name, self.session)

    # ---- telling

    def tell(self, error: BaseException) -> None:
        """An error for a person, or a bug."""
        self.teller.tell(error)

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
        for part in (self.exporter, self.opener, self.refiner, self.preview):
            part.close()
        event.accept()
