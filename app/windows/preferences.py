"""What is preferred, put to use: at the start, and whenever it is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from app import machine
from app.color import display
from app.color.screen import Profile, Screens
from app.jobs import Lane
from app.models.messages import Exported
from app.options import SHARES
from app.preview import CACHE_BYTES
from app.theme import apply_theme, surround
from app.windows.exporting import show_in_folder
from app.windows.feature import Feature
from app.windows.menus import Command, Menu
from app.windows.preferences_dialog import PreferencesDialog, profile_text
from mefcore.job import Job

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


class Preferences(Feature):
    """Signals: option_changed, the name of an option and its value."""

    option_changed = Signal(str, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.settings
        self.dialog: PreferencesDialog | None = None
        self.screens = Screens(self)
        self._machines = Lane("machines", self)
        self._cache = Lane("cache", self)
        self.screens.found.connect(self._profiled)
        self._machines.succeeded.connect(lambda _, found: self._on_dialog("show_machines", found))
        self._cache.succeeded.connect(lambda _, size: self._on_dialog("show_cache", size))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        for name in ("theme", "surround", "device", "thumbnails", "lattices"):
            self._apply(name)
        window.first_painted.connect(self._seen)
        window.exporter.exported.connect(self._exported)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "edit": (
                Command(
                    "preferences",
                    _tr("&Preferences…"),
                    ("Ctrl+,",),
                    tip=_tr("Language, appearance, device, colours of the monitor, exports"),
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"preferences": self.open}

    def ready(self) -> None:
        self._window.actions_by_name["preferences"].setMenuRole(QAction.MenuRole.PreferencesRole)

    def close(self) -> None:
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._scheme_changed)
        if self.dialog is not None:
            self.dialog.close()
        for part in (self.screens, self._machines, self._cache):
            part.close()

    # ---- the dialog

    def open(self) -> None:
        """Show it, or bring it to the front."""
        if self.dialog is None:
            self.dialog = PreferencesDialog(self._settings, self._window)
            self.dialog.edited.connect(self.choose)
            self.dialog.clear_requested.connect(lambda: self._cache.submit(_clear_cache, None))
            self.dialog.finished.connect(self._forget)
            self.dialog.show_profile(self.screens.profile)
            self._machines.submit(machine.look_around, None)
            self._cache.submit(_cache_size, None)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def choose(self, name: str, value: object) -> None:
        """Keep it, and put it to use."""
        if value == self._settings.option(name):
            return
        self._settings.set_option(name, value)
        self._apply(name)
        self.option_changed.emit(name, self._settings.option(name))

    def _forget(self) -> None:
        self.dialog = None

    def _on_dialog(self, method: str, value: object) -> None:
        if self.dialog is not None:
            getattr(self.dialog, method)(value)

    # ---- putting to use

    def _exported(self, done: Exported) -> None:
        if self._settings.option("reveal"):
            show_in_folder(done.path)

    def _apply(self, name: str) -> None:
        settings, app = self._settings, QApplication.instance()
        if name == "theme" and isinstance(app, QApplication):
            apply_theme(app, settings.option("theme"))
            self._window.canvas.follow_surround()
        elif name == "surround":
            surround.choose(settings.option("surround"))
            self._window.canvas.follow_surround()
        elif name in ("device", "threads"):
            machine.use(settings.option("device"), settings.option("threads"))
            self._window.preview.refresh()
            if self.dialog is not None:
                self._machines.submit(machine.look_around, None)
        elif name in ("monitor", "monitor_file"):
            self._look()
        elif name == "thumbnails":
            machine.keep(SHARES[settings.option("thumbnails")])
        elif name == "lattices":
            self._window.preview.cache_bytes = round(CACHE_BYTES * SHARES[settings.option("lattices")])

    def _scheme_changed(self) -> None:
        if self._settings.option("theme") == "system":
            self._apply("theme")

    def _seen(self) -> None:
        """On screen; so it is known on which."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._look)
            self._look()

    def _look(self) -> None:
        screen = self._window.screen()
        self.screens.look(self._settings.option("monitor"), self._settings.option("monitor_file"), screen)

    def _profiled(self, profile: Profile) -> None:
        self._window.preview.set_screen(profile.icc)
        display.use(profile.icc)
        for strip in (self._window.filmstrip, self._window.desk.view):
            strip.viewport().update()
        self._window.status.facts.setToolTip(_tr("Colours on screen. {0}").format(profile_text(profile)))
        self._on_dialog("show_profile", profile)


def _cache_size(_: None, job: Job) -> int:
    """Bytes of small pictures on disk."""
    from app.shoot.cache import cache_folder

    size = 0
    for path in cache_folder().rglob("*"):
        job.check()
        try:
            size += path.stat().st_size if path.is_file() else 0
        except OSError:  # gone meanwhile
            continue
    return size


def _clear_cache(_: None, job: Job) -> int:
    from app.shoot.cache import cache_folder

    for path in cache_folder().rglob("*"):
        job.check()
        try:
            if path.is_file():
                path.unlink()
        except OSError:
            continue  # another window is using it: what is left is counted
    return _cache_size(None, job)


def _tr(text: str) -> str:
    return QCoreApplication.translate("preferences", text)
