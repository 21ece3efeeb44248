"""The language of the window: the person's, as far as it is spoken here; English otherwise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

I18N = Path(__file__).resolve().parent.parent / "resources" / "i18n"


def available() -> tuple[str, ...]:
    """Languages there is a translation into; English needs none."""
    return tuple(sorted(path.stem.removeprefix("luxcube_") for path in I18N.glob("luxcube_*.qm")))


def chosen(preference: str, system: QLocale | None = None) -> str:
    """``en``, or one of :func:`available`.

    Args:
        preference: a language, or ``auto`` for the first of the system's that is spoken here.
        system: by default that of this computer.
    """
    if preference != "auto":
        return preference if preference in available() else "en"
    for name in (system or QLocale.system()).uiLanguages():
        language = name.replace("_", "-").split("-")[0]
        if language == "en" or language in available():
            return language
    return "en"


def formats(preference: str, language: str, system: QLocale | None = None) -> QLocale:
    """How numbers and dates are written: as this computer writes them, unless another language was asked for.

    Args:
        preference, language: given to :func:`chosen`, and what it answered.
        system: by default that of this computer.
    """
    system = system or QLocale.system()
    plain = system.language() == QLocale.Language.C
    theirs = language == "en" if plain else preference == "auto" or system.language() == QLocale(language).language()
    return system if theirs else QLocale(language)


def install(app: QApplication, preference: str) -> str:
    """Load our texts and those of Qt's own dialogs, in place of what was loaded before; returns the language.

    Numbers and dates are written in its way from then on.

    Widgets that are there already keep their texts.
    """
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    language = chosen(preference)
    QLocale.setDefault(formats(preference, language))
    if language != "en":
        theirs = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{language}", theirs), (f"luxcube_{language}", str(I18N))):
            translator = QTranslator(app)
            if translator.load(name, folder):
                app.installTranslator(translator)
    return language
