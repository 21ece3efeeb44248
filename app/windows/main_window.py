"""The editor's window: puts the parts together and passes messages between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from app.canvas.canvas import Canvas
from app.crash import CrashReporter
from app.models.frames import FrameModel
from app.models.messages import BLEND, Baked, Loaded, Rendered
from app.panels.filmstrip import Filmstrip
from app.panels.look import LookPanel
from app.panels.sidebar import Sidebar
from app.preparing import Preparer
from app.preview import Preview
from app.session import EditSession
from app.settings import Settings
from app.shoot.commands import History
from app.shoot.shoot import Shoot
from app.windows import actions as commands
from app.windows import dialogs, help, spaces
from app.windows.arrange import Arrangement
from app.windows.asking import Asker
from app.windows.comparing import Comparison
from app.windows.drop import DropFrame, is_picture
from app.windows.empty import EmptyState
from app.windows.exporting import Exporter
from app.windows.feature import Feature
from app.windows.features import FEATURES
from app.windows.framemenu import FrameMenu
from app.windows.keys import WindowKeys
from app.windows.notice import Notice
from app.windows.opening import Opener
from app.windows.peek import Peek
from app.windows.refining import Refiner
from app.windows.shooting import SHOOT, ShootDesk
from app.windows.status import Status
from app.windows.telling import Teller
from app.windows.tools import Tools
from app.windows.viewbar import ViewBar
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
        self.shoot = Shoot(self)
        self.history = History(self.session.undo_stack, self.shoot.undo_stack, parent=self)
        self.opener = Opener(self.session, self.shoot, settings, self)
        self.preparer = Preparer(self.session, self)
        self.refiner = Refiner(self.session, self)
        self.exporter = Exporter(self.session, self.preview, settings, self)
        self._painted = self._stopping = False
        self._able: commands.Able = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._update_actions)
        self._rest = QTimer(self, singleShot=True, interval=100)
        self._rest.timeout.connect(self._update_actions)
        self._engine = ""
        self.asker = Asker(settings, self)
        self._make_widgets()
        self._connect()
        self._restore()
        self._show_nothing()

    # ---- putting together

    def _make_widgets(self) -> None:
        self._handlers = self._own_handlers()
        self.actions_by_name = commands.build(self, self._handlers, [feature.menus() for feature in FEATURES])
        spaces.add_menu(self, self.actions_by_name["export_base"], self.exporter)
        arranged = Arrangement(self)
        self.splitter, column = arranged.splitter, arranged.column
        self.canvas = Canvas(column)
        self.empty = EmptyState(self.canvas)
        self.notice = Notice(self.canvas)
        self.teller = Teller(self.notice, self.crash, self.opener, self.exporter, self.refiner)
        self.preparer.failed.connect(self.tell)
        prefers_blend = self.settings.flag("before_is_blend", False)
        self.comparison = Comparison(self.session, self.preview, self.canvas, prefers_blend)
        self.tools = Tools(self.session, self.preview, self.canvas, self.comparison)
        self.frames = FrameModel(self)
        self.filmstrip = Filmstrip(self.frames, column)
        self.frame_menu = FrameMenu(self.session, self.filmstrip)
        self.viewbar = ViewBar(self.actions_by_name, column)
        arranged.fill_column(self.canvas, self.viewbar, self.filmstrip)
        self.sidebar = Sidebar(self.splitter)
        self.look = LookPanel(self.sidebar)
        self.desk = ShootDesk(
            self.session, self.shoot, self.opener, self.settings, self.actions_by_name, arranged.shelf
        )
        arranged.put(self.sidebar, self.desk.panel)
        self.status = Status(self)
        self.setStatusBar(self.status)
        self.canvas.installEventFilter(self)
        self.peek = Peek(self, self.canvas)
        self.drop = DropFrame(self)
        self.features: list[Feature] = []
        for make in FEATURES:
            feature = make(self)
            self._handlers.update(feature.handlers())
            self.features.append(feature)

    def _connect(self) -> None:
        self.preview.failed.connect(self.tell)
        self.preview.rendered.connect(self._rendered)
        self.preview.baked.connect(self._baked)
        self.desk.thumbnails.failed.connect(self.tell)
        opening = (self.opener.load_lane, self.opener.group_lane, self.opener.infer_lane)
        editing = (self.preparer.lane, self.preview.bake_lane, self.refiner.lane)
        for worker in (*opening, *editing, self.exporter.queue):
            self.status.progress.watch(worker)
        self.opener.load_lane.started.connect(lambda _, text: self.empty.set_busy(text))
        self.opener.load_lane.ended.connect(self._load_ended)
        self.session.opened.connect(self._opened)
        self.session.predicted.connect(self._predicted)
        self.session.replaced.connect(self._replaced)
        self.session.recipe_changed.connect(self._recipe_changed)
        self.history.changed.connect(self._update_actions)
        self.history.went_on.connect(lambda: commands.name_steps(self.actions_by_name, self.history))
        self.history.went_on.connect(self._rest.start)
        self.desk.chosen_changed.connect(self._update_actions)
        self.desk.shown.connect(self.actions_by_name["shoot_panel"].setChecked)
        self._connect_look()
        for feature in self.features:
            feature.changed.connect(self._soon.start)
            feature.ready()
        self.keys = WindowKeys(self)
        self.canvas.view_changed.connect(self.preview.set_view)
        self.canvas.view_changed.connect(lambda view: self.viewbar.show_zoom(view.zoom))
        self.canvas.compare_changed.connect(self._looking_changed)
        self.tools.changed.connect(self._looking_changed)
        self.canvas.hovered.connect(lambda x, y, c: self.status.show_colour(x, y, c, self.tools.shares_at(x, y)))
        self.canvas.tab_pressed.connect(lambda: self.hide_panels(not self.sidebar.isHidden()))
        self.comparison.changed.connect(self.viewbar.show_before)
        self.comparison.changed.connect(self.filmstrip.show_before)
        self.filmstrip.chosen.connect(self.comparison.choose)
        self.viewbar.before_chosen.connect(self.comparison.choose)
        self.drop.dropped.connect(self._dropped)
        hint = self.tr("Drop to open     Shift + drop to add to the shoot")
        self.shoot.replaced.connect(lambda: self.drop.set_hint(hint))
        self.empty.open_requested.connect(self.asker.files)
        self.empty.sample_requested.connect(self.asker.sample)
        self.asker.chosen.connect(self.opener.open)
        self.asker.look_chosen.connect(self.refiner.start)
        self.asker.failed.connect(self.tell)

    def _connect_look(self) -> None:
        self.look.edited.connect(lambda name, value, gesture: self.session.edit(gesture, **{name: value}))
        self.look.stepped.connect(lambda name, value, text: self.session.edit(text=text, **{name: value}))
        found = self.look.found
        found.refine_requested.connect(self.refiner.start)
        found.stop_requested.connect(self.refiner.stop)
        found.remove_refinement.connect(self.refiner.remove)
        found.remove_nudges.connect(self.tools.nudger.remove)
        self.refiner.progressed.connect(self._refining)

    def _own_handlers(self) -> dict[str, Callable[..., object]]:
        return {
            "export": lambda: self.exporter.ask_image(),
            "export_again": lambda: self.exporter.again(),
            "export_base": lambda: self.exporter.ask_base(),
            "save_cube": lambda: self.exporter.ask_cube(),
            "quit": self.close,
            "undo": lambda: self.history.undo(),
            "redo": lambda: self.history.redo(),
            "refine": lambda: self.refiner.toggle(),
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
            "ghosts": lambda on: self.tools.set_ghosting(on),
            "panels": self.hide_panels,
            "full_screen": lambda on: self.keys.full_screen(on),
            "shortcuts": lambda: help.show_shortcuts(self),
            "about": self._about,
            "shoot_panel": lambda on: self.desk.toggle(on),
            **{name: lambda n=name: self.desk.do(n) for name in SHOOT},
            **self.asker.handlers(),
        }

    def _restore(self) -> None:
        self.resize(QSize(1280, 770).boundedTo(self.screen().availableSize()))
        for key, restore in (("geometry", self.restoreGeometry), ("splitter", self.splitter.restoreState)):
            state = self.settings.blob(key)
            if state is not None:
                restore(state)
        self.canvas.set_split(self.settings.flag("split", True))
        self.sidebar.show_page(self.settings.choice("page", self.sidebar.names, self.sidebar.page))
        self._looking_changed()

    def _remember(self) -> None:
        self.settings.set_window("geometry", self.saveGeometry())
        if not self.sidebar.isHidden():
            self.settings.set_window("splitter", self.splitter.saveState())
        self.settings.set_flag("split", self.tools.split.wanted)
        self.settings.set_text("page", self.sidebar.page)
        self.settings.set_flag("before_is_blend", self.comparison.prefers_blend)
        self.settings.sync()

    # ---- opening

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the bracket, or the shoot, in these files and folders."""
        self.opener.open(paths)

    def _dropped(self, paths: list[Path], add: bool) -> None:
        self.activateWindow()
        if not add and any(feature.take_drop(paths) for feature in self.features):
            return
        if len(paths) == 1 and not add and self.session.prediction is not None and is_picture(paths[0]):
            self.teller.offer_match(paths[0])
        else:
            self.opener.open(paths, add)

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
        self._show_frames(loaded)
        self.filmstrip.setVisible(not self.sidebar.isHidden())
        self.canvas.set_picture_size(loaded.sizes)
        self.comparison.begin()
        first = min(frame.path.name for frame in bracket.frames)
        name = loaded.folder or self.tr("{0} and {1} more").format(first, len(bracket) - 1)
        self.setWindowTitle(self.tr("{0} – Luxcube").format(name))
        self.settings.set_folder("open", bracket.frames[0].path.parent)
        self.look.set_start(self.session.start)
        self.look.set_active(True)
        self.look.show_lattice(self.session.recipe, None)
        self._update_actions()

    def _show_frames(self, loaded: Loaded) -> None:
        self.frames.set_loaded(loaded)
        self.viewbar.set_loaded(loaded)
        self.look.show_loaded(loaded)
        self.status.show_facts(loaded.bracket, None)

    def _replaced(self) -> None:
        """The frames were prepared anew."""
        loaded = self.session.loaded
        if loaded is not None:
            self._show_frames(loaded)
            self.canvas.replace_picture_size(loaded.sizes)
            self.comparison.choose(self.comparison.before, remember=False)

    def _predicted(self) -> None:
        self.look.set_start(self.session.start)
        self.look.set_active(True, fused=True, local=self.session.can_be_local)
        self._update_actions()

    # ---- looking

    def _looking_changed(self) -> None:
        for name, on in (
            ("split", self.canvas.mode == "left_right"),
            ("before", self.canvas.only_before),
            ("weights", self.tools.mapping),
            ("ghosts", self.tools.ghosts.on),
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
            self.look.show_weights(rendered.weights)

    def hide_panels(self, hidden: bool) -> None:
        """Leave only the picture."""
        self.sidebar.setVisible(not hidden)
        self.filmstrip.setVisible(not hidden and self.session.bracket is not None)
        self.viewbar.setVisible(not hidden)
        self.desk.hide(hidden)
        self.actions_by_name["panels"].setChecked(hidden)

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
        able = {**commands.able(self.session), **self.desk.can}
        for feature in self.features:
            able.update(feature.can())
        if able != self._able:  # which it is not while a slider is dragged
            self._able = able
            commands.enable(self.actions_by_name, able)
        commands.name_steps(self.actions_by_name, self.history)
        self.desk.update()

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
        self._stopping = True
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
        sure = not self.exporter.queue.waiting or self._confirm_quit()
        if not sure or not (self._stopping or all(feature.may_close() for feature in self.features)):
            event.ignore()
            return
        self._remember()
        self.hide()
        for feature in self.features:
            feature.close()
        for part in (self.exporter, self.opener, self.preparer, self.refiner, self.preview, self.desk):
            part.close()
        event.accept()
