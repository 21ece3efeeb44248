"""What is told of problems, in the person's language."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from string import Formatter

from PySide6.QtCore import QCoreApplication
from test_open import drop

from app.problems import CONTEXT, SENTENCES, spoken
from app.windows.notice import sentence
from mefcore.errors import ReadError, WriteError

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))
import problems  # noqa: E402 - it is no package
import translations  # noqa: E402

KNOWN = json.loads(SENTENCES.read_text(encoding="utf-8"))


def test_what_the_window_knows_is_what_the_sources_say():
    assert SENTENCES.read_text(encoding="utf-8") == translations.problems(), "run make i18n"


def test_texts_are_followed_to_where_they_are_written(tmp_path):
    for folder in problems.FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "app" / "one.py").write_text('''
from mefcore.errors import MefError
from mefcore.two import tell
_HINT = "of the module"
class Sub(MefError): ...
class Its:
    def its(self, n, what):
        raise Sub(what, hint=f"is it {n}?" if n else _HINT)
    def calls(self):
        self.its(3, "through a parameter")
        tell(why="by its name")
        tell("by its {place}")
def local(n):
    text, rest = f"has {n} of {n + 1}", None
    raise Sub(text)
def made():
    raise Sub("begins" + ", ".join(made()), hint=returned())
def returned():
    return "this" or "that"
raise ValueError("a bug")
''')  # fmt: skip
    (tmp_path / "mefcore" / "two.py").write_text("def tell(why):\n    raise MefError(why)\n")
    assert problems.Finder(tmp_path).texts() == [
        "begins{0}",
        "by its name",
        "by its {{place}}",
        "has {0} of {1}",
        "is it {0}?",
        "of the module",
        "that",
        "this",
        "through a parameter",
    ]


def test_every_sentence_is_found_again_with_its_values(german):
    for known in KNOWN:
        if known.startswith("is ") and known.endswith(": {0}"):
            continue  # of these, what nobody knows is left out
        values = [f"a{i} ü é {i}" for i, part in enumerate(Formatter().parse(known)) if part[1] is not None]
        wanted = QCoreApplication.translate(CONTEXT, known).format(*values)
        assert spoken(known.format(*values)) == wanted, known


def test_in_english_everything_is_told_as_it_was_said(qapp):
    for text in (*(known.format(*"abcd") for known in KNOWN), "something else", ""):
        assert spoken(text) == text


def test_what_another_part_said_is_told_too(german):
    assert spoken("is damaged: the value of found is missing") == "ist beschädigt: der Wert von found fehlt"
    assert spoken("is damaged: nobody knows this") == "ist beschädigt"
    assert spoken("cannot be written: nobody knows this") == "lässt sich nicht schreiben: nobody knows this"
    assert spoken("LUT_3D_SIZE is 1.5; it must be 2 to 256") == "LUT_3D_SIZE ist 1,5; erlaubt sind 2 bis 256"
    assert spoken("nobody knows this") == "nobody knows this"
    assert spoken("comes back 1.2e-05 off") == "weicht nach dem Zurücklesen um 1,2e−05 ab"


def test_quotes_and_lists_are_written_as_in_the_language(german):
    assert spoken("line 3: '1,0 0 0' has commas") == "Zeile 3: „1,0 0 0“ enthält Kommas"
    assert spoken("Luxcube reads JPEG, HDR and camera RAW, and folders of them").startswith(
        "Luxcube liest JPEG, HDR und Kamera-RAW"
    )
    assert spoken("choose 17 or 33 or 65") == "17 oder 33 oder 65 wählen"
    assert spoken("none of the missing frames is in black and white").endswith("black and white")


def test_a_sentence_with_a_file(german):
    read = ReadError("is damaged or cut short", path="/a/b.tif", hint="copy it from the camera again")
    assert sentence(read) == "b.tif ist beschädigt oder unvollständig. Die Datei noch einmal von der Kamera kopieren."
    full = WriteError("the disk is full", path="/a/b.tif", hint="free some space or choose another disk")
    assert (
        sentence(full) == "b.tif: der Datenträger ist voll. Etwas Platz schaffen oder einen anderen Datenträger wählen."
    )


def test_a_broken_picture_is_told_in_german(german, make, qtbot, tmp_path):
    window = make()
    broken = [tmp_path / f"{name}.tif" for name in "ab"]
    for path in broken:
        path.write_bytes(b"II*\0nothing")
    drop(window, *broken)
    qtbot.waitUntil(lambda: window.notice.kind == "error", timeout=60_000)
    assert "ist" in window.notice.text.text()
    assert " is " not in window.notice.text.text()
