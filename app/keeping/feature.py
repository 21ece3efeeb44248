"""Nothing lost, as the person sees it: recent shoots, what is offered after a crash, and what is told of sidecars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QVBoxLayout

from app.keeping.recents import RecentList, RecentMenu, Recents
from app.keeping.reopening import Reopener
from app.problems import spoken
from app.text import shortened
from app.windows.feature import Feature
from app.windows.menus import Command, Menu
from mefcore.errors import GoneError, MefError, RecipeError, WriteError
from mefcore.recipe import SECTIONS, Recipe

if TYPE_CHECKING:
    from app.shoot.messages import Content
    from app.windows.main_window import MainWindow


class Keeping(Feature):
    """Everything of it that is not the keeper's own work."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._opener = window.opener
        self._session = window.session
        self._crashed: str | None = None
        self._begun = self._news = False
        self.recents = Recents(window.opener, window.shoot, window.session, self)
        self.reopener = Reopener(window.opener, window.settings, window)
        self.list = RecentList(self.recents, window.empty)
        self._place_list()
        keeper = window.opener.keeper
        keeper.failed.connect(self._not_saved)
        keeper.elsewhere.connect(self._saved_elsewhere)
        keeper.conflicted.connect(self._conflict)
        keeper.shared.connect(self._shared)
        keeper.problem.connect(self._problem)
        window.opener.another.connect(self.reopener.file)
        window.opener.lost.connect(self._lost)
        window.preparer.failed.connect(self._cannot_prepare)
        window.opener.recalled.connect(self._recalled)
        window.opener.opened.connect(self._tell_recalled)
        for signal in (window.shoot.replaced, window.shoot.regrouped):
            signal.connect(self.changed)
        self.reopener.failed.connect(window.tell)
        self.reopener.recipe_given.connect(self._apply)
        self.recents.listed.connect(self._listed)
        self.recents.queue.failed.connect(lambda _, error: self._quietly(error))
        self.list.chosen.connect(self.open_recent)
        window.first_painted.connect(self._begin)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "file": (
                Command(
                    "reopen_last",
                    _tr("Reopen the &last shoot"),
                    ("Ctrl+Shift+T",),
                    needs="recent",
                    tip=_tr("As it was left: grouping, looks and history"),
                    after="open_sample",
                ),
            ),
            "shoot": (
                Command(
                    "group_anew",
                    _tr("Group &anew, without corrections"),
                    needs="corrected",
                    tip=_tr("The sets as Luxcube finds them by itself"),
                    after="divide",
                ),
            ),
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"reopen_last": self.open_last, "group_anew": self._opener.group_anew}

    def can(self) -> Mapping[str, bool]:
        return {"recent": self._last() is not None, "corrected": self._window.shoot.corrected}

    def ready(self) -> None:
        window = self._window
        self.menu = RecentMenu(self.recents, window)
        self.menu.chosen.connect(self.open_recent)
        action = window.actions_by_name["reopen_last"]
        menu = next(m for m in action.associatedObjects() if m.objectName() == "menu-file")
        menu.insertMenu(action, self.menu)  # type: ignore[attr-defined]
        window.status.progress.watch(self.reopener.lane)
        for worker in (window.opener.load_lane, self.reopener.lane):
            worker.started.connect(lambda *_: self.list.hide())
            worker.ended.connect(lambda *_: self.list.setVisible(not self._opener.load_lane.busy))

    def close(self) -> None:
        self.reopener.close()
        self.recents.close()
        for error in self._opener.keeper.close():
            self._window.crash.log(str(error))

    # ---- what was open

    def open_recent(self, key: str) -> None:
        """A shoot of the list."""
        self.recents.journal.settle()
        self.reopener.shoot(self.recents.record(key))

    def open_last(self) -> None:
        """The newest shoot that is not open; one that is not there only where there is no other."""
        key = self._last()
        if key is not None:
            self.open_recent(key)

    def _last(self) -> str | None:
        lines = [line for line in self.recents.lines if line.key != self.recents.key]
        return next((line.key for line in sorted(lines, key=lambda line: line.missing)), None)

    def _begin(self) -> None:
        self._crashed = self.recents.journal.begin()
        # Whoever began the window may have files for it.
        QTimer.singleShot(0, self.recents.refresh)

    def _listed(self) -> None:
        self.changed.emit()
        if self._begun:
            return
        self._begun = True
        lines = {line.key: line for line in self.recents.lines}
        opening = self._opener.load_lane.busy or self._session.bracket is not None
        line = lines.get(self._crashed or "")
        if opening or (line is None and self._crashed is not None):
            self.recents.journal.settle()
        elif line is not None:
            self._window.notice.show_news(
                self.tr("Luxcube was not closed properly. Nothing is lost: {0} can be opened as it was.").format(
                    self.recents.title(line)
                ),
                self.tr("Reopen"),
                partial(self.open_recent, line.key),
                stay=True,
            )
        elif self._window.settings.option("reopen") and any(not line.missing for line in self.recents.lines):
            self.open_last()

    def _place_list(self) -> None:
        column = self._window.empty.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, self.list)

    def _lost(self, wanted: Content) -> None:
        """Frames of the set that was asked for are not where they were."""
        now = self.recents.now
        if now is not None:
            self.reopener.lost(replace(now, open=tuple(str(path.absolute()) for path in wanted)), self.recents.folder)

    def _cannot_prepare(self, error: BaseException) -> None:
        if isinstance(error, GoneError):
            self._lost(self._window.shoot.open)

    # ---- corrections of a grouping

    def _recalled(self) -> None:
        self._news = True

    def _tell_recalled(self) -> None:
        if self._news:
            self._news = False
            text, back = self.tr("These pictures are grouped as you left them."), self.tr("Group anew")
            QTimer.singleShot(0, lambda: self._window.notice.show_news(text, back, self._opener.group_anew))

    # ---- recipes

    def _apply(self, recipe: Recipe, path: Path) -> None:
        bracket = self._session.bracket
        if bracket is None:
            self._window.tell(RecipeError("is a recipe, which needs a bracket", path=path, hint="open one first"))
            return
        after = self._session.recipe.pasted(recipe, SECTIONS, len(bracket))
        name = shortened(path.name)
        if after == self._session.recipe:
            self._window.notice.show_news(self.tr("The picture is as {0} says already.").format(name))
            return
        self._session.adopt(after, self.tr("Apply recipe"))
        self._window.notice.show_news(
            self.tr("The recipe {0} was applied.").format(name), self.tr("Undo"), self._window.history.undo
        )

    # ---- telling

    def _not_saved(self, error: BaseException) -> None:
        if not isinstance(error, MefError):
            self._window.tell(error)
            return
        hint = spoken(error.hint) or self.tr("free some space")
        self._window.notice.show_error(
            WriteError(
                self.tr("What you do cannot be kept at the moment: {0}").format(spoken(error.message)),
                hint=self.tr("{0}; Luxcube goes on trying").format(hint),
            )
        )

    def _saved_elsewhere(self, error: WriteError) -> None:
        self._tell_later(
            self.tr(
                "Nothing can be written beside these pictures. What you do to them is kept in Luxcube’s own folder."
            )
        )

    def _conflict(self, path: Path) -> None:
        self._tell_later(
            self.tr("{0} was changed by somebody else. It stays as it is, and what you do is kept beside it.").format(
                shortened(path.name, 48)
            )
        )

    def _shared(self) -> None:
        self._tell_later(
            self.tr("This bracket is open in another Luxcube. What you do here is kept in a file of its own.")
        )

    def _problem(self, error: BaseException) -> None:
        if isinstance(error, MefError):
            QTimer.singleShot(0, lambda: self._window.notice.show_error(error))
        else:
            self._window.tell(error)

    def _tell_later(self, text: str) -> None:
        """Once the notice is free: opening a bracket takes away what was said of the last."""
        QTimer.singleShot(0, lambda: self._window.notice.show_news(text, stay=True))

    def _quietly(self, error: BaseException) -> None:
        """That a list cannot be written is no news for a person."""
        if not isinstance(error, (MefError, OSError)):
            self._window.tell(error)


def _tr(text: str) -> str:
    return QCoreApplication.translate("keeping", text)
