"""The questions that stop the person: which file, and whether to throw work away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

Filter = tuple[str, tuple[str, ...]]
"""What a kind of file is called, and its suffixes, the preferred one first."""


def ask_files(parent: QWidget, title: str, folder: Path | None, suffixes: Sequence[str]) -> list[Path]:
    """Files to open; empty when the person thought better of it."""
    # Some forty suffixes would run out of the dialog.
    brief = QFileDialog.Option.HideNameFilterDetails
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or ""), _pictures(suffixes), options=brief)
    return [Path(name) for name in names]


def ask_file(parent: QWidget, title: str, folder: Path | None, suffixes: Sequence[str]) -> Path | None:
    """One file to open; None when the person thought better of it."""
    brief = QFileDialog.Option.HideNameFilterDetails
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or ""), _pictures(suffixes), options=brief)
    return Path(name) if name else None


def ask_lut(parent: QWidget, title: str, folder: Path | None, suffixes: Sequence[str]) -> Path | None:
    """One LUT to open; None when the person thought better of it."""
    patterns = " ".join(f"*{s} *{s.upper()}" for s in suffixes)
    kinds = f"{_tr('LUTs')} ({patterns});;{_tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder or ""), kinds)
    return Path(name) if name else None


def _pictures(suffixes: Sequence[str]) -> str:
    patterns = " ".join(f"*{s} *{s.upper()}" for s in sorted(suffixes))
    return f"{_tr('Pictures')} ({patterns});;{_tr('All files')} (*)"


def ask_folder(parent: QWidget, title: str, folder: Path | None) -> Path | None:
    name = QFileDialog.getExistingDirectory(parent, title, str(folder or ""))
    return Path(name) if name else None


def ask_target(parent: QWidget, title: str, suggested: Path, filters: Sequence[Filter]) -> Path | None:
    """Where to write; asks before overwriting.  A name without a suffix of ours gets the chosen filter's."""
    dialog = QFileDialog(parent, title, str(suggested.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    by_text = {f"{label} (*{' *'.join(suffixes)})": suffixes for label, suffixes in filters}
    dialog.setNameFilters(list(by_text))
    dialog.filterSelected.connect(lambda text: dialog.setDefaultSuffix(by_text[text][0].lstrip(".")))
    first = next((t for t, suffixes in by_text.items() if suggested.suffix.lower() in suffixes), next(iter(by_text)))
    dialog.selectNameFilter(first)
    dialog.setDefaultSuffix(by_text[first][0].lstrip("."))
    dialog.selectFile(suggested.name)
    if not dialog.exec() or not dialog.selectedFiles():
        return None
    chosen = Path(dialog.selectedFiles()[0])
    if any(chosen.suffix.lower() in suffixes for _, suffixes in filters):
        return chosen
    suffix = by_text.get(dialog.selectedNameFilter(), by_text[first])[0]
    completed = chosen.with_name(chosen.name + suffix)
    # The dialog asked about the name as typed, not about this one.
    if completed.exists() and not confirm(
        parent,
        _tr("{0} exists already. Replace it?").format(completed.name),
        _tr("Replace"),
    ):
        return None
    return completed


def confirm(
    parent: QWidget,
    question: str,
    yes: str,
    *,
    until: SignalInstance | None = None,
    unless: SignalInstance | None = None,
) -> bool:
    """Whether to do what cannot be taken back; Cancel is the default.

    Args:
        until: a signal after which there is nothing left to ask: it answers yes.
        unless: a signal that answers no.
    """
    box = QMessageBox(QMessageBox.Icon.Question, _tr("Luxcube"), question, parent=parent)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)

    def answer(button: QPushButton) -> None:
        # Once is enough: the second of two signals must not change the answer.
        if box.isVisible():
            button.click()

    answers = [(s, lambda *_, b=b: answer(b)) for s, b in ((until, accept), (unless, cancel)) if s is not None]
    for signal, slot in answers:
        signal.connect(slot)
    box.exec()
    for signal, slot in answers:
        signal.disconnect(slot)
    box.deleteLater()
    return box.clickedButton() is accept


def _tr(text: str) -> str:
    return QCoreApplication.translate("dialogs", text)
