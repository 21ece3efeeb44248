"""The shoot at the left of the picture: when it is shown, how wide it is, and what its parts tell each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSplitter

from app.jobs import Worker
from app.session import EditSession
from app.settings import Settings
from app.shoot.correcting import Corrector
from app.shoot.editing import SetEditor
from app.shoot.filters import Filter
from app.shoot.fused import FusedThumbnails
from app.shoot.messages import Content
from app.shoot.model import ShootModel
from app.shoot.panel import ShootPanel
from app.shoot.rows import Row
from app.shoot.shoot import Shoot
from app.shoot.thumbnails import Thumbnails
from app.shoot.view import ShootView
from app.windows.opening import Opener

if TYPE_CHECKING:
    from mefcore.recipe import Recipe

WIDTH = 320
IDLE_MS = 250
"""So long after work that comes first, the list's own goes on: more of that may follow."""
CORRECTIONS = ("merge_sets", "split_set", "own_set", "ignore", "restore", "divide")
SHOOT = ("next_set", "previous_set", *CORRECTIONS)
"""The commands that :meth:`ShootDesk.do` does."""


def thumb_folder() -> Path:
    """Where fused pictures are kept between runs."""
    from app.shoot.cache import cache_folder

    return cache_folder()


class ShootDesk(QObject):
    """Puts the shoot's panel beside the rest of the window.

    Signals:
        shown: the panel was shown or hidden.
        chosen_changed: corrections are about something else now.
    """

    shown = Signal(bool)
    chosen_changed = Signal()

    def __init__(
        self,
        session: EditSession,
        shoot: Shoot,
        opener: Opener,
        settings: Settings,
        actions: dict[str, QAction],
        shelf: QSplitter,
    ) -> None:
        super().__init__(shelf)
        self.shelf = shelf
        self._shoot = shoot
        self._opener = opener
        self._settings = settings
        self._actions = actions
        self._wanted = False
        self.model = ShootModel(shoot, self)
        self.thumbnails = Thumbnails(self)
        self.menu_names: tuple[str, ...] = ()
        self.menus_within: tuple[QMenu, ...] = ()
        self.editor = SetEditor(session, shoot, opener.start_recipe, self)
        self._base = opener.start_recipe()
        self._first: list[Worker] = []
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self.fused = FusedThumbnails(self._recipe, self._is_busy, thumb_folder, self)
        self._idle.timeout.connect(self.fused.go_on)
        self.come_first((opener.load_lane, opener.infer_lane, opener.group_lane))
        self.view = ShootView(self.model, self.thumbnails, self.fused)
        self.corrector = Corrector(shoot, self.view)
        self.corrector.refused.connect(opener.failed)
        self.panel = ShootPanel(shoot, self.model, self.view, actions, shelf)
        self.panel.hide()
        shelf.splitterMoved.connect(lambda *_: settings.set_window("shoot", self.panel.width()))
        self.panel.filter_changed.connect(self._filter)
        # Before the model's, which ask for pictures: those of other files must be gone by then.
        shoot.replaced.connect(self._start_over)
        shoot.looks.changed.connect(self.fused.look_changed)
        shoot.replaced.connect(lambda: self.set_wanted(shoot.worth_showing))
        shoot.regrouped.connect(self._regrouped)
        shoot.marked.connect(self._marked)
        self.view.open_requested.connect(self._open)
        self.view.chosen_changed.connect(self.chosen_changed)
        self.view.menu_requested.connect(self._show_menu)
        self.panel.grouping.changed.connect(opener.regroup)
        self.panel.grouping.show_preferences(opener.preferred)

    def do(self, name: str) -> None:
        """One of the commands :data:`SHOOT`."""
        commands: dict[str, Callable[[], None]] = {
            "next_set": lambda: self._step(1),
            "previous_set": lambda: self._step(-1),
            "merge_sets": self.corrector.merge,
            "split_set": self.corrector.split,
            "own_set": self.corrector.own,
            "ignore": self.corrector.ignore,
            "restore": self.corrector.restore,
            "divide": self.corrector.divide,
        }
        commands[name]()

    @property
    def can(self) -> dict[str, bool]:
        return self.corrector.can

    def update(self) -> None:
        """Name what is chosen in the menu."""
        self.corrector.name_actions(self._actions)

    def toggle(self, on: bool) -> None:
        """Show the panel, with the keyboard in it, or hide it."""
        self.set_wanted(on)
        if on:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_wanted(self, wanted: bool) -> None:
        """Whether the panel is to be seen, whenever panels are."""
        if wanted and not self._wanted:
            width = self._settings.width("shoot", WIDTH)
            self.panel.show()
            self.shelf.setSizes([width, max(1, self.shelf.width() - width)])
        self._wanted = wanted
        self.panel.setVisible(wanted)
        self.shown.emit(wanted)

    def hide(self, hidden: bool) -> None:
        """With all panels."""
        self.panel.setVisible(self._wanted and not hidden)

    def close(self) -> None:
        self._idle.stop()
        self.thumbnails.close()
        self.fused.close()

    def come_first(self, workers: Iterable[Worker]) -> None:
        """Fused pictures of the list wait for what these do."""
        for worker in workers:
            self._first.append(worker)
            worker.started.connect(lambda *_: self.fused.pause())
            worker.ended.connect(lambda _: self._idle.start())

    @property
    def chosen(self) -> list[Content]:
        """The sets that commands are about: those that are selected in the list, else the one on screen."""
        rows = [row.content for row in self.view.chosen if row.number >= 0 and len(row.entries) > 1]
        shown = self.editor.open
        return rows or ([shown] if shown else [])

    def _is_busy(self) -> bool:
        return self._idle.isActive() or any(worker.busy for worker in self._first)

    def _recipe(self, one: Content) -> Recipe:
        return self._shoot.looks.recipe(one) or self._base

    def _start_over(self) -> None:
        self.thumbnails.forget()
        self.fused.forget()
        # Not asked for anew: what the next bracket will be opened with may change with every drag of a slider.
        self._base = self._opener.start_recipe()
        self.panel.show_filter("all")

    def _filter(self, wanted: Filter | None) -> None:
        self._shoot.listed = (lambda _: True) if wanted is None else self.model.listed
        self.model.set_filter(wanted)
        self.chosen_changed.emit()

    def _open(self, row: Row) -> None:
        if 0 <= row.number < len(self._shoot.sets):
            if row.content and row.content == self.editor.open:
                self._opener.stay()
            else:
                self._opener.open_set(self._shoot.sets[row.number])

    def _step(self, steps: int) -> None:
        self._opener.step(steps)
        self.view.show_set(self._shoot.asked)

    def _marked(self) -> None:
        # Reading a set takes a while, in which the person may have gone on in the list.
        if self.view.current is None:
            self.view.show_set(self._shoot.open)
        self.chosen_changed.emit()

    def _regrouped(self) -> None:
        if self._shoot.worth_showing and not self._wanted:
            self.set_wanted(True)
        self.chosen_changed.emit()

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self.panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for within in self.menus_within:
            menu.addMenu(within)
        for name in (*self.menu_names, "", *CORRECTIONS):
            if name:
                menu.addAction(self._actions[name])
                continue
            menu.addSeparator()
        menu.popup(point)
