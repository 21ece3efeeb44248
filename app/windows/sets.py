"""What is done to the sets of a shoot together: settings copied and pasted, stars, and marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.shoot.looks import MAX_STARS
from app.shoot.parts import PartsDialog
from app.shoot.pasting import mime_of, offers_recipe, parts, recipe_in, sections_of
from app.windows.feature import Feature
from app.windows.menus import Command, Menu, tr
from mefcore.errors import RecipeError

if TYPE_CHECKING:
    from app.shoot.messages import Content
    from app.windows.main_window import MainWindow
    from mefcore.recipe import Recipe

RATINGS = tuple(f"rate_{stars}" for stars in range(MAX_STARS + 1))


class SetCommands(Feature):
    """Commands are about the sets that are selected in the list, or else about the one on screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._editor = window.desk.editor
        self._session = window.session
        clipboard = QGuiApplication.clipboard()
        self._offered = offers_recipe(clipboard.mimeData())
        clipboard.dataChanged.connect(self._clipboard_changed)
        self._edited = False
        window.shoot.looks.changed.connect(lambda _: self._looks_changed())

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {"edit": _edit(), "shoot": _shoot()}

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        rates = {name: lambda n=stars: self._rate(n) for stars, name in enumerate(RATINGS)}
        return {
            "copy_settings": self.copy,
            "paste_settings": self.paste,
            "paste_parts": self.paste_parts,
            "sync": self.sync,
            "reset_sets": lambda: self._editor.reset(self._desk.chosen),
            "reject": self.reject,
            **rates,
        }

    def can(self) -> Mapping[str, bool]:
        chosen, shown = self._desk.chosen, self._editor.open
        self._edited = self._is_edited()
        return {
            "sets": bool(chosen),
            "paste": bool(chosen) and self._offered,
            "sync": bool(shown) and any(one != shown for one in chosen),
            "edited_sets": self._edited,
        }

    def _is_edited(self) -> bool:
        return any(self._window.shoot.looks.of(one).edited for one in self._desk.chosen)

    def _looks_changed(self) -> None:
        # At every step of a slider: only what is news makes all commands be looked at.
        if self._is_edited() != self._edited:
            self.changed.emit()

    def ready(self) -> None:
        actions, desk = self._window.actions_by_name, self._desk
        desk.menu_names = ("reject", "", "copy_settings", "paste_settings", "paste_parts", "sync", "reset_sets")
        menu = next(m for m in self._window.menuBar().findChildren(QMenu) if actions["reject"] in m.actions())
        stars = QMenu(tr("&Stars"), menu)
        stars.setObjectName("stars")
        menu.insertMenu(actions["reject"], stars)
        desk.menus_within = (stars,)
        for name in RATINGS:
            menu.removeAction(actions[name])
            stars.addAction(actions[name])
        window = self._window
        desk.come_first((window.preview.render_lane, window.preview.bake_lane))
        desk.come_first((window.preparer.lane, window.refiner.lane))
        desk.fused.failed.connect(window.tell)

    # ---- settings

    def copy(self) -> None:
        """The settings of the one selected set, or of the one on screen, to the clipboard."""
        chosen = self._desk.chosen
        shown = self._editor.open
        source = chosen[0] if len(chosen) == 1 or (chosen and not shown) else shown
        if source:
            QGuiApplication.clipboard().setMimeData(mime_of(self._editor.recipe_of(source)))

    def paste(self) -> None:
        """The settings on the clipboard, those parts of them that were chosen last."""
        recipe = self._copied()
        if recipe is not None:
            self._paste(recipe, self._desk.chosen, self._parts)

    def paste_parts(self) -> None:
        """Ask which of the settings on the clipboard to paste."""
        recipe, chosen = self._copied(), self._desk.chosen
        if recipe is None:
            return
        text = self.tr("Paste settings to 1 set:") if len(chosen) == 1 else self.tr("Paste settings to {0} sets:")
        dialog = PartsDialog(
            self.tr("Paste settings"), text.format(len(chosen)), self.tr("Paste"), self._parts, self._window
        )
        self._ask(dialog, lambda: self._paste(recipe, chosen, dialog.chosen))

    def sync(self) -> None:
        """Ask which settings of the set on screen the other selected sets are to have."""
        shown = self._editor.open
        others = [one for one in self._desk.chosen if one != shown]
        if not shown or not others:
            return
        recipe = self._editor.recipe_of(shown)
        many = self.tr("Give {0} other sets these settings of the one on screen:").format(len(others))
        text = self.tr("Give the other set these settings of the one on screen:") if len(others) == 1 else many
        dialog = PartsDialog(self.tr("Sync settings"), text, self.tr("Sync"), self._parts, self._window)
        self._ask(dialog, lambda: self._paste(recipe, others, dialog.chosen))

    @property
    def _parts(self) -> tuple[str, ...]:
        """Names of the parts that were chosen last; all of them to begin with."""
        settings = self._window.settings
        chosen = tuple(part.name for part in parts() if settings.flag(f"paste-{part.name}", True))
        return chosen or tuple(part.name for part in parts())

    def _ask(self, dialog: PartsDialog, go: Callable[[], None]) -> None:
        def accepted() -> None:
            for name in dialog.boxes:
                self._window.settings.set_flag(f"paste-{name}", name in dialog.chosen)
            go()

        dialog.setObjectName("parts")
        dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copied(self) -> Recipe | None:
        try:
            return recipe_in(QGuiApplication.clipboard().mimeData())
        except RecipeError as error:
            self._window.tell(error)
            return None

    def _paste(self, recipe: Recipe, contents: list[Content], names: tuple[str, ...]) -> None:
        sections = sections_of(names)
        if contents == [self._editor.open]:
            # It is one of that bracket's own steps.
            known = self._session.recipe
            self._session.adopt(known.pasted(recipe, sections, len(contents[0])), self.tr("Paste settings"))
            return
        count = self._editor.paste(recipe, contents, sections)
        notice = self._window.notice
        if count:
            text = (
                self.tr("1 set has these settings now.") if count == 1 else self.tr("{0} sets have these settings now.")
            )
            notice.show_news(text.format(count), self.tr("Undo"), self._window.history.undo)
        else:
            notice.show_news(self.tr("The selected sets have these settings already."))

    def _clipboard_changed(self) -> None:
        self._offered = offers_recipe(QGuiApplication.clipboard().mimeData())
        self.changed.emit()

    # ---- stars and marks

    def _rate(self, stars: int) -> None:
        self._editor.rate(self._desk.chosen, stars)

    def reject(self) -> None:
        """Mark the sets as no good; where all are, take the mark away."""
        chosen = self._desk.chosen
        looks = self._window.shoot.looks
        self._editor.reject(chosen, not all(looks.of(one).rejected for one in chosen))


def _edit() -> Menu:
    return (
        Command(
            "copy_settings",
            tr("&Copy settings"),
            ("Ctrl+C",),
            needs="sets",
            tip=tr("Of the selected set, for others: paste them here, in another window, or as text"),
        ),
        Command(
            "paste_settings",
            tr("&Paste settings"),
            ("Ctrl+V",),
            needs="paste",
            tip=tr("To all selected sets, the parts that were chosen last"),
        ),
        Command("paste_parts", tr("Paste par&ts…"), ("Ctrl+Shift+V",), needs="paste", tip=tr("Choose what to paste")),
        Command(
            "sync",
            tr("S&ync settings…"),
            ("Ctrl+Shift+S",),
            needs="sync",
            tip=tr("Give the other selected sets the settings of the one on screen"),
        ),
        Command(
            "reset_sets", tr("Reset selected sets"), needs="edited_sets", tip=tr("To the look they were opened with")
        ),
    )


def _shoot() -> Menu:
    texts = (tr("&No stars"), "★", "★★", "★★★", "★★★★", "★★★★★")
    rates = [
        Command(
            name, texts[n], (f"Alt+{n}",), needs="sets", tip=tr("Rate the selected sets; again takes the stars away")
        )
        for n, name in enumerate(RATINGS)
    ]
    tip = tr("Mark the selected sets as no good, or take the mark away; files stay as they are")
    return (*rates, Command("reject", tr("Re&ject"), ("X",), needs="sets", tip=tip))
