"""What can be done to one frame of the bracket: its context menu in the filmstrip."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.panels.filmstrip import Filmstrip
from app.session import EditSession


class FrameMenu(QObject):
    """Opens at the filmstrip's request; every choice is an undo step."""

    def __init__(self, session: EditSession, filmstrip: Filmstrip) -> None:
        super().__init__(filmstrip)
        self._session = session
        self._filmstrip = filmstrip
        filmstrip.menu_requested.connect(self._open)

    def menu(self, row: int) -> QMenu:
        """For the frame in a row."""
        recipe, number = self._session.recipe, row + 1
        bracket = self._session.bracket
        is_reference = bracket is not None and bracket.reference == row
        menu = QMenu(self._filmstrip)
        menu.setToolTipsVisible(True)
        compare = menu.addAction(self.tr("Compare with this frame"))
        compare.triggered.connect(lambda: self._filmstrip.chosen.emit(row))
        menu.addSeparator()
        chosen = menu.addAction(self.tr("Use as reference"))
        chosen.setToolTip(self.tr("The others are aligned to it, and moving things are taken from it"))
        chosen.setCheckable(True)
        chosen.setChecked(recipe.reference == number or (recipe.reference == 0 and is_reference))
        chosen.setEnabled(recipe.reference != number)
        chosen.triggered.connect(lambda: self._session.edit(reference=number))
        automatic = menu.addAction(self.tr("Choose the reference automatically"))
        automatic.setEnabled(recipe.reference != 0)
        automatic.triggered.connect(lambda: self._session.edit(reference=0))
        menu.addSeparator()
        align = menu.addAction(self.tr("Align this frame"))
        align.setCheckable(True)
        align.setChecked(recipe.align != "off" and number not in recipe.unaligned)
        align.setEnabled(recipe.align != "off" and not is_reference)
        align.triggered.connect(lambda on: self.set_aligned(row, on))
        return menu

    def set_aligned(self, row: int, on: bool) -> None:
        """Let alignment move the frame, or leave it where it is."""
        left = set(self._session.recipe.unaligned) - {row + 1}
        text = self.tr("Align frame {0}") if on else self.tr("Leave frame {0} where it is")
        unaligned = tuple(sorted(left if on else left | {row + 1}))
        self._session.edit(text=text.format(row + 1), unaligned=unaligned)

    def _open(self, row: int, at: QPoint) -> None:
        menu = self.menu(row)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
