"""The page with the history of the look and its snapshots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from app import snapshots
from app.panels.history import HistoryPage
from app.windows.feature import Feature
from app.windows.menus import Command, Menu

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow
    from mefcore.snapshot import Snapshot


def _tr(text: str) -> str:
    return QCoreApplication.translate("remembering", text)


class Remembering(Feature):
    """Snapshots are taken, named, compared with and gone back to; so are the steps of the history."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._comparison = window.comparison
        self.page = HistoryPage(window.session.undo_stack, window.actions_by_name["snapshot"], window.sidebar.stack)
        window.sidebar.add_page("history", _tr("History"), self.page)
        session = self._session
        session.snapshots_changed.connect(self._show)
        session.recipe_changed.connect(lambda *_: self._mark())
        session.opened.connect(self._mark)
        self._comparison.changed.connect(lambda _: self._mark())
        self.page.model.renamed.connect(lambda one, name: snapshots.rename(session, one, name))
        self.page.snapshots.chosen.connect(lambda one: snapshots.go_to(session, one))
        self.page.snapshots.remove_requested.connect(self.remove)
        self.page.snapshots.menu_requested.connect(self._open_menu)
        window.viewbar.snapshot_chosen.connect(self._comparison.choose_snapshot)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "edit": (
                Command(
                    "snapshot",
                    _tr("New snapsh&ot"),
                    ("Ctrl+Shift+N",),
                    needs="prediction",
                    button=_tr("New"),
                    tip=_tr("Keep the look as it is now under a name"),
                ),
                Command("history", _tr("&History"), tip=_tr("Show the steps and snapshots of this look")),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"snapshot": self.take, "history": lambda: self._window.sidebar.show_page("history")}

    def take(self) -> None:
        """Keep the look as it is now, and let the person name it; where the list is not in view, say so."""
        if self.page.isVisible():
            self.page.snapshots.setFocus()  # what is in the field of the one before is its name
        kept, loaded = snapshots.take(self._session), self._session.loaded

        def name() -> None:
            if self._session.loaded is loaded:
                self._window.sidebar.show_page("history")
                self.page.snapshots.rename(kept)

        if self.page.isVisible():
            name()
        else:
            self._window.notice.show_news(_tr("Snapshot “{0}” is kept").format(kept.name), _tr("Name it…"), name)

    def remove(self, snapshot: Snapshot) -> None:
        """Delete it, and offer to bring it back: that is no step of the look's history."""
        loaded, all_of_them = self._session.loaded, self._session.snapshots
        snapshots.remove(self._session, snapshot)

        def bring_back() -> None:
            if self._session.loaded is loaded:
                known = self._session.snapshots
                added = tuple(s for s in known if s not in all_of_them)
                back = tuple(s for s in all_of_them if s in known or s == snapshot)
                self._session.set_snapshots((*back, *added))

        told = _tr("Snapshot “{0}” is deleted").format(snapshot.name)
        self._window.notice.show_news(told, action=_tr("Bring back"), callback=bring_back)

    def menu(self, snapshot: Snapshot) -> QMenu:
        """What can be done with a snapshot."""
        page = self.page.snapshots
        menu = QMenu(page)
        menu.addAction(_tr("Go back to it"), lambda: snapshots.go_to(self._session, snapshot))
        use = menu.addAction(_tr("Use as before"), lambda: self._comparison.choose_snapshot(snapshot))
        use.setCheckable(True)
        use.setChecked(self._comparison.snapshot == snapshot)
        menu.addSeparator()
        rename = menu.addAction(_tr("Rename…"), lambda: page.rename(snapshot))
        rename.setShortcut(QKeySequence("F2"))
        remove = menu.addAction(_tr("Delete"), lambda: self.remove(snapshot))
        remove.setShortcut(QKeySequence("Del"))
        return menu

    def _open_menu(self, snapshot: Snapshot, at: QPoint) -> None:
        menu = self.menu(snapshot)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _show(self) -> None:
        self.page.show_snapshots(self._session.snapshots)
        self._window.viewbar.set_snapshots(self._session.snapshots)
        self._mark()

    def _mark(self) -> None:
        chosen = self._comparison.snapshot
        self.page.model.mark(self._session.recipe, chosen)
        if chosen is not None:
            self._window.viewbar.show_snapshot(chosen)
        elif self._session.bracket is not None:
            self._window.viewbar.show_before(self._comparison.before)
