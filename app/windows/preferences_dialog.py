"""The preferences: pages of rows; what is chosen holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.color.screen import Profile
from app.options import OPTIONS, PAGES, Page, tr
from app.settings import Settings
from app.text import file_size
from app.windows.notice import sentence
from app.windows.preferences_rows import Row

if TYPE_CHECKING:
    from app.machine import Machines


class PreferencesDialog(QDialog):
    """Signals:
    edited: ``(name, value)`` of an option.
    clear_requested: empty the cache of small pictures.
    """

    edited = Signal(str, object)
    clear_requested = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle(_tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self.rows: dict[str, Row] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(_tr("Pages"))
        self.tabs.setDocumentMode(True)
        self.clear = QPushButton(_tr("Clear"), self)
        self.clear.setToolTip(_tr("Delete the small pictures; they are made again when they are needed"))
        self.clear.clicked.connect(self.clear_requested)
        self.cache = QLabel("…", self)
        for page, title in PAGES.items():
            self.tabs.addTab(self._page(page), tr(title))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        defaults = buttons.addButton(_tr("Restore defaults"), QDialogButtonBox.ButtonRole.ResetRole)
        defaults.setToolTip(_tr("Of the page that is shown"))
        defaults.clicked.connect(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.tabs)
        column.addWidget(buttons)
        self._follow()
        self.resize(560, self.sizeHint().height())

    def _page(self, page: Page) -> QWidget:
        widget = QWidget(self)
        form = QFormLayout(widget)
        form.setContentsMargins(16, 18, 16, 12)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(14)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for option in OPTIONS.values():
            if option.page != page:
                continue
            row = Row(option, self._settings.option(option.name), widget)
            row.edited.connect(self._edited)
            self.rows[option.name] = row
            form.addRow(row.label, row)
        if page == "performance":
            beside = QHBoxLayout()
            beside.addWidget(self.cache, 1)
            beside.addWidget(self.clear)
            form.addRow(_tr("On disk now"), beside)
        return widget

    def _edited(self, name: str, value: object) -> None:
        self.edited.emit(name, value)
        self.rows[name].show_value(self._settings.option(name))
        self._follow()

    def _follow(self) -> None:
        """Enable what matters with what is chosen."""
        for row in self.rows.values():
            if row.option.only_with is not None:
                name, value = row.option.only_with
                for widget in (row, row.label):
                    widget.setEnabled(self._settings.option(name) == value)

    def _restore(self) -> None:
        page = list(PAGES)[self.tabs.currentIndex()]
        for row in self.rows.values():
            if row.option.page == page:
                self._edited(row.option.name, row.option.default)

    # ---- what holds on this machine

    def show_machines(self, machines: Machines) -> None:
        """Which devices are here, and what makes the pictures in place of one that is not."""
        row = self.rows["device"]
        wanted = self._settings.option("device")
        if wanted not in ("auto", *machines.devices):
            row.add_note(_tr("Not found on this computer; {0} is used instead.").format(machines.name))
        else:
            row.add_note(_tr("In use: {0}.").format(machines.name))

    def show_profile(self, profile: Profile) -> None:
        self.rows["monitor"].add_note(profile_text(profile))

    def show_cache(self, size: int) -> None:
        self.cache.setText(file_size(size))
        self.clear.setEnabled(size > 0)


def profile_text(profile: Profile) -> str:
    """What the colours on screen go by."""
    if profile.error is not None:
        return sentence(profile.error)
    if profile.source == "srgb":
        return _tr("Shown as sRGB.")
    if profile.source == "none":
        return _tr("No profile found: the monitor is taken to be sRGB.")
    return _tr("In use: {0}.").format(profile.title)


def _tr(text: str) -> str:
    return QCoreApplication.translate("preferences", text)
