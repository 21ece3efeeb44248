"""The look's commands: what one press can do, resetting, and which sections are open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from app.jobs import Lane
from app.models.messages import AutoRequest, Tuned
from app.windows.feature import Feature
from app.windows.menus import Command, Menu, tr
from mefcore.job import Job

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


def _auto(request: AutoRequest, job: Job) -> Tuned:
    from app import work

    return work.auto(request, job)


class LookCommands(Feature):
    """Signals: failed, an exception from the worker."""

    failed = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._panel = window.look
        self._settings = window.settings
        self.lane = Lane("auto", self)
        self.lane.succeeded.connect(self._take)
        self.lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.failed.connect(window.tell)
        window.status.progress.watch(self.lane)
        self._panel.reset_requested.connect(self.reset)
        self._panel.folded.connect(lambda name, closed: self._settings.set_flag(f"folded-{name}", closed))
        self._panel.load_requested.connect(self._load)
        for name, section in self._panel.sections.items():
            section.fold(self._settings.flag(f"folded-{name}", not section.header.isChecked()))

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "edit": (
                Command(
                    "auto",
                    tr("&Auto look"),
                    ("Ctrl+U",),
                    needs="prediction",
                    tip=tr("Light and colour that suit this picture, as a start"),
                    after="unnudge",
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"auto": self.auto}

    def ready(self) -> None:
        action = self._window.actions_by_name["auto"]
        self._panel.auto.clicked.connect(action.trigger)
        self._panel.auto.setToolTip(action.toolTip())
        action.enabledChanged.connect(self._panel.auto.setEnabled)
        self._panel.auto.setEnabled(action.isEnabled())

    def auto(self) -> None:
        """Find light and colour for the picture as it is without edits of the look, as one undo step."""
        loaded, prediction = self._session.loaded, self._session.prediction
        if loaded is not None and prediction is not None:
            self.lane.submit(_auto, AutoRequest(loaded, prediction, self._session.recipe), self.tr("Auto look"))

    def reset(self, names: tuple[str, ...]) -> None:
        """Parameters back to what the bracket was opened with."""
        start = self._session.start
        self._session.edit(text=self.tr("Reset edits"), **{name: getattr(start, name) for name in names})

    def close(self) -> None:
        self.lane.close()

    def _take(self, _: int, tuned: Tuned) -> None:
        if tuned.request.loaded is self._session.loaded:
            changes: dict[str, Any] = {**tuned.changes}
            self._session.edit(text=self.tr("Auto look"), **changes)

    def _load(self) -> None:
        action = self._window.actions_by_name.get("creative_open")
        if action is not None:
            action.trigger()
