"""Exports of many sets: asked for once, made one after the other, and told when they are over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from app.batch.items import Item, Summary
from app.batch.options import recall, remember
from app.batch.panel import BatchPanel, outcome
from app.batch.queue import BatchQueue
from app.windows import dialogs
from app.windows.exporting import show_in_folder
from app.windows.feature import Feature
from app.windows.menus import Command, Menu, tr
from mefcore.batch import Source
from mefcore.errors import MefError

if TYPE_CHECKING:
    from app.batch.dialog import BatchDialog
    from app.shoot.messages import Content
    from app.windows.main_window import MainWindow

_TOLD = 2
"""Failures that the message names; the panel has all of them."""


class Batching(Feature):
    """Editing goes on meanwhile; each set is exported as it looked when it was asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shoot = window.shoot
        self._desk = window.desk
        self._settings = window.settings
        self.queue = BatchQueue(self)
        self.panel = BatchPanel(self.queue, window.desk.panel)
        self.panel.hide()
        window.desk.panel.add_below(self.panel)
        window.status.progress.watch(self.queue.worker)
        self.panel.show_requested.connect(self._show)
        self.panel.close_requested.connect(lambda: self.show_panel(False))
        self.queue.altered.connect(self._altered)
        self.queue.finished.connect(self._finished)
        self.queue.stopped.connect(self._stopped)
        self.queue.failed.connect(window.tell)
        self._counts = (0, 0)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "file": (
                Command(
                    "export_all",
                    tr("Export all &sets…"),
                    ("Ctrl+Alt+Shift+E",),
                    needs="listed",
                    tip=tr("Every set that is listed and not rejected, one after the other, while you go on editing"),
                    after="export_again",
                ),
                Command(
                    "export_sets",
                    tr("Expo&rt selected sets…"),
                    ("Ctrl+Alt+E",),
                    needs="shoot_sets",
                    tip=tr("One after the other, while you go on editing"),
                    after="export_again",
                ),
            ),
            "shoot": (
                Command(
                    "exports",
                    tr("E&xports"),
                    ("Q",),
                    checkable=True,
                    needs="exports",
                    tip=tr("The sets that are exported: pause, cancel, try again"),
                    after="shoot_panel",
                ),
            ),
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "export_sets": lambda: self.ask(self._desk.chosen),
            "export_all": lambda: self.ask(*self._listed()),
            "exports": self.show_panel,
        }

    def can(self) -> Mapping[str, bool]:
        return {
            "shoot_sets": bool(self._desk.chosen) and self._shoot.grouping is not None,
            "listed": any(one.is_bracket and self._shoot.listed(frozenset(one.paths)) for one in self._shoot.sets),
            "exports": bool(self.queue.rowCount()),
        }

    def ready(self) -> None:
        self._desk.menu_names = (*self._desk.menu_names, "", "export_sets")

    def ask(self, contents: list[Content], rejected: int = 0) -> None:
        """Ask what to make of these sets, and where; so many ``rejected`` ones stay out."""
        sources = self._sources(contents)
        if not sources:
            return
        from app.batch.dialog import BatchDialog  # for the first question, not for the start

        dialog = BatchDialog(sources, recall(self._settings), self._window, rejected)
        dialog.setObjectName("batch")
        dialog.accepted.connect(lambda: self._begin(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begin(self, dialog: BatchDialog) -> None:
        from mefcore.io.atomic import check_place

        options = dialog.options
        remember(self._settings, options)
        try:
            if options.folder is not None:
                check_place(options.folder)  # else every one of hundreds would fail of the same
            jobs = options.jobs(dialog.sources, [e.path for e in self._shoot.entries])
        except MefError as error:
            self._window.tell(error)
            return
        self.queue.add(jobs)
        self.show_panel(True)

    def show_panel(self, on: bool) -> None:
        self.panel.setVisible(on)
        if on:
            self._desk.set_wanted(True)
        self._window.actions_by_name["exports"].setChecked(on)

    def _listed(self) -> tuple[list[Content], int]:
        """What the list shows, and how many rejected sets are left out of it: none where there are no others."""
        brackets = (frozenset(one.paths) for one in self._shoot.sets if one.is_bracket)
        listed = [one for one in brackets if self._shoot.listed(one)]
        wanted = [one for one in listed if not self._shoot.looks.of(one).rejected] or listed
        return wanted, len(listed) - len(wanted)

    def _sources(self, contents: list[Content]) -> list[Source]:
        """In the order of the shoot."""
        wanted, found = set(contents), []
        for one in self._shoot.sets:
            known = frozenset(one.paths)
            if known in wanted:
                found.append(Source(one.paths, self._desk.editor.recipe_of(known), one.entries[0].captured))
        return found

    # ---- telling

    def _altered(self) -> None:
        left = self.queue.unfinished
        counts = left, self.queue.rowCount()
        if counts != self._counts:
            self._counts = counts
            # Where the desktop shows numbers on icons.
            application = QGuiApplication.instance()
            if isinstance(application, QGuiApplication):
                application.setBadgeNumber(left)
            self.changed.emit()

    def _finished(self, summary: Summary) -> None:
        self._counts = (-1, -1)
        self._altered()
        told = outcome(summary.done, len(summary.failed), summary.skipped, summary.cancelled)
        text = self.tr("Exports are over: {0}.").format(told)
        for item in summary.failed[:_TOLD]:
            text += f"  {item.why}"
        if len(summary.failed) > _TOLD:
            text += self.tr("  …and {0} more, in the list of exports.").format(len(summary.failed) - _TOLD)
        notice, folder = self._window.notice, summary.folder
        if summary.failed:
            notice.show_news(text, self.tr("Retry failed"), self.queue.retry)
        elif summary.cancelled:
            notice.show_news(text, self.tr("Retry"), lambda: self.queue.retry(summary.left))
        elif folder is not None:
            item = next(i for i in reversed(self.queue.items) if i.outputs)
            notice.show_news(text, self.tr("Show in folder"), lambda: self._show(item))
        else:
            notice.show_news(text)

    def _stopped(self, why: str) -> None:
        self.show_panel(True)
        self._window.notice.show_news(
            self.tr("Exports are paused. {0}").format(why), self.tr("Go on"), lambda: self.queue.pause(False)
        )

    def _show(self, item: Item) -> None:
        if item.outputs:
            show_in_folder(item.outputs[0])

    # ---- the end

    def may_close(self) -> bool:
        count = self.queue.unfinished
        if not count:
            return True
        one = self.tr("1 set has not been exported yet. Stop and quit?")
        many = self.tr("{0} sets have not been exported yet. Stop and quit?").format(count)
        # Paused, it would wait for ever for an end that answers.
        until = None if self.queue.paused else self.queue.finished
        # One that fails must be seen to.
        return dialogs.confirm(
            self._window,
            one if count == 1 else many,
            self.tr("Stop and quit"),
            until=until,
            unless=self.queue.spoiled,
        )

    def close(self) -> None:
        self.queue.close()
