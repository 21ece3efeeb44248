"""Translations: every text is collected, complete, and keeps its places for numbers."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from app import language
from app.windows import mnemonics

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))
import translations  # noqa: E402 - it is no package

LANGUAGES = pytest.mark.parametrize("code", translations.LANGUAGES)


def messages(code: str) -> dict[tuple[str, str], tuple[str, bool]]:
    """Translation, and whether it is finished, by context and source."""
    root = ET.parse(translations.I18N / f"luxcube_{code}.ts").getroot()
    found = {}
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            finished = translation.get("type") is None
            found[context.findtext("name"), message.findtext("source")] = (translation.text or "", finished)
    return found


def places(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", text))


def test_every_text_can_be_translated():
    assert translations.unknown() == {}
    for context, text in translations.collect():
        assert context
        assert text.strip()


@LANGUAGES
def test_every_text_is_translated(code):
    known, wanted = messages(code), set(translations.collect())
    assert sorted(wanted - set(known)) == [], "run make i18n"
    assert sorted(set(known) - wanted) == [], "run make i18n"
    assert sorted(key for key, (text, finished) in known.items() if not finished or not text) == []


@LANGUAGES
def test_translations_keep_what_the_program_needs(code):
    for (context, source), (text, finished) in messages(code).items():
        if not finished:
            continue
        where = f"{context}: {source!r} → {text!r}"
        assert places(source) == places(text), where
        assert source.endswith("…") == text.endswith("…"), where
        assert (len(source) - len(source.lstrip()), source[-1:] == " ") == (
            len(text) - len(text.lstrip()),
            text[-1:] == " ",
        ), where
        assert source.count("\n") == text.count("\n"), where
        if context == "menu":
            assert text.count("&") <= 1, where


@LANGUAGES
def test_what_is_compiled_is_what_is_written(code):
    compiled = QTranslator()
    assert compiled.load(f"luxcube_{code}", str(translations.I18N))
    stale = [key for key, (text, _) in messages(code).items() if (compiled.translate(*key) or key[1]) != text]
    assert stale == [], "run make i18n"


def test_the_window_speaks_german(german, make):
    window = make()
    assert [a.text().replace("&", "") for a in window.menuBar().actions()][:3] == ["Datei", "Bearbeiten", "Ansicht"]
    assert any("hierher" in label.text() for label in window.empty.findChildren(QLabel))
    assert window.canvas.accessibleName() == "Bild"


def test_qts_own_buttons_speak_it_too(german):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def test_texts_of_a_base_class_are_found(german, qapp):
    """``self.tr`` of an heir looks into the contexts of all classes it comes from."""
    from app.panels.controls import Control
    from mefcore.recipe import parameters

    class Heir(Control):
        pass

    text = Heir(parameters()[0]).tr("Double-click to reset.")
    assert text == QCoreApplication.translate("Control", "Double-click to reset.")
    assert text != "Double-click to reset."


def test_the_system_chooses_what_is_spoken_here():
    assert language.chosen("auto", QLocale(QLocale.Language.German)) == "de"
    assert language.chosen("auto", QLocale(QLocale.Language.English)) == "en"
    assert language.chosen("auto", QLocale(QLocale.Language.Korean)) == "en"
    assert language.chosen("de") == "de"
    assert language.chosen("xx") == "en"


def test_numbers_are_written_as_in_the_language(german):
    from app import text

    assert text.exposure_value(1.35) == "+1,4 EV"
    assert text.share(0.0012, 1) == "0,1\N{NO-BREAK SPACE}%"
    assert text.share(0.0001, 1) == "<\N{THIN SPACE}0,1\N{NO-BREAK SPACE}%"
    assert text.file_size(1_200_000) == "1,2 MB"
    assert text.figure(-0.04, ".1f") == "0,0"
    language.install(QApplication.instance(), "en")
    assert text.exposure_value(-1.35) == "\N{MINUS SIGN}1.4 EV"


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize(("name", "typed", "shown"), [
    ("exposure", "-0.61", "−0,61 EV"),
    ("exposure", "−0,61", "−0,61 EV"),
    ("exposure", "1,35", "+1,35 EV"),
    ("exposure", "1.35 EV", "+1,35 EV"),
    ("exposure", "0", "0,00 EV"),
    ("contrast", "-61", "−61"),
    ("contrast", "−61", "−61"),
    ("contrast", "-500", "−100"),
])  # fmt: skip
def test_numbers_are_read_in_every_way_of_writing_them(qapp, qtbot, code, name, typed, shown):
    from app.panels.controls import make_control
    from mefcore.recipe import parameters

    language.install(QApplication.instance(), code)
    try:
        control = make_control(next(p for p in parameters() if p.name == name), compact=True)
    finally:
        language.install(QApplication.instance(), "en")
    qtbot.addWidget(control)
    given = []
    control.edited.connect(lambda _, value, __: given.append(value))
    control.set_value(0.3)
    control.spin.selectAll()
    for letter in typed:  # some are on no key
        control.spin.lineEdit().insert(letter)
    qtbot.keyClick(control.spin, Qt.Key.Key_Return)
    wanted = float(typed.replace("−", "-").replace(",", ".").removesuffix(" EV"))
    assert given == [pytest.approx(wanted if name == "exposure" else max(wanted, -100) / 100)]
    assert control.spin.text() == (shown if code == "de" else shown.replace(",", "."))


def test_numbers_are_the_systems_where_nobody_asked_for_another_language():
    german, english, french = (QLocale(getattr(QLocale.Language, n)) for n in ("German", "English", "French"))
    plain = QLocale.c()
    assert language.formats("auto", "de", german) == german
    assert language.formats("auto", "en", french) == french, "ours is not spoken there, but their commas are known"
    assert language.formats("de", "de", english).decimalPoint() == ","
    assert language.formats("en", "en", german).decimalPoint() == "."
    assert language.formats("auto", "de", plain).decimalPoint() == ","
    assert language.formats("auto", "en", plain) == plain


def test_english_again_after_german(qapp):
    app = QApplication.instance()
    language.install(app, "de")
    language.install(app, "en")
    assert QCoreApplication.translate("Canvas", "Picture") == "Picture"


@pytest.mark.parametrize("code", ["en", "de"])
def test_no_two_letters_of_a_menu_are_the_same(code, qapp, make):
    """Each entry can be reached by its letter, in every language."""
    language.install(QApplication.instance(), code)
    try:
        bar = make().menuBar()
    finally:
        language.install(QApplication.instance(), "en")
    for actions in [bar.actions(), *(a.menu().actions() for a in bar.actions())]:
        letters = [m.group(1).lower() for a in actions if (m := re.search(r"&(\w)", a.text().replace("&&", "")))]
        assert len(set(letters)) == len(letters), letters


def test_letters_move_aside():
    assert mnemonics.unique(["&Open", "&Other", "Save", "&Off  (x)"]) == ["&Open", "O&ther", "&Save", "O&ff  (x)"]
    assert mnemonics.unique(["&a", "a", "Black && &white"]) == ["&a", "a", "Black && &white"]


def test_the_tool_says_what_is_missing():
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "translations.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == ""
