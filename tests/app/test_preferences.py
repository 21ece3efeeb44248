"""Preferences: declared once, kept, and put to use at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox

from app import machine
from app.options import OPTIONS, PAGES
from app.settings import Settings
from app.windows.preferences import Preferences
from mefcore import threads

ROOT = Path(__file__).resolve().parents[2]
WAIT = 30_000


@pytest.mark.parametrize("option", OPTIONS.values(), ids=lambda o: o.name)
def test_every_option_explains_itself(option):
    assert option.label
    assert option.help.endswith(".")
    assert option.page in PAGES
    assert option.taken(option.default) == option.default
    if option.kind == "choice":
        assert option.default in [value for value, _ in option.choices]
    if option.kind == "number":
        assert option.low <= option.default <= option.high
    if option.only_with is not None:
        name, value = option.only_with
        assert value in [v for v, _ in OPTIONS[name].choices]


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())))
def test_foreign_values_are_the_default(value):
    for option in OPTIONS.values():
        taken = option.taken(value)
        assert type(taken) is type(option.default)
        assert option.taken(taken) == taken


@pytest.mark.parametrize("option", OPTIONS.values(), ids=lambda o: o.name)
def test_what_is_chosen_is_kept(option, tmp_path):
    other = {
        "flag": not option.default,
        "number": option.high,
        "choice": option.choices[-1][0] if option.choices else "",
    }.get(option.kind, "some, {name} text")
    settings = Settings(tmp_path / "s.ini")
    assert settings.option(option.name) == option.default
    settings.set_option(option.name, other)
    settings.sync()
    assert Settings(tmp_path / "s.ini").option(option.name) == other


def preferences(window) -> Preferences:
    return next(f for f in window.features if isinstance(f, Preferences))


@pytest.fixture
def dialog(window, qtbot):
    window.actions_by_name["preferences"].trigger()
    shown = preferences(window).dialog
    qtbot.waitUntil(shown.isVisible)
    return shown


def test_the_dialog_has_a_row_for_every_option(dialog):
    assert set(dialog.rows) == set(OPTIONS)
    kinds = {"flag": QCheckBox, "choice": QComboBox, "number": QSpinBox}
    for row in dialog.rows.values():
        assert isinstance(row.field, kinds.get(row.option.kind, object))
        assert row.field.accessibleName()
        assert row.field.accessibleDescription()
        assert row.field.toolTip()


def test_it_opens_once(window, dialog):
    window.actions_by_name["preferences"].trigger()
    assert preferences(window).dialog is dialog
    dialog.close()
    assert preferences(window).dialog is None


def test_what_is_chosen_holds_at_once(window, dialog, qtbot):
    told = []
    preferences(window).option_changed.connect(lambda name, value: told.append((name, value)))
    combo = dialog.rows["surround"].field
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert told == [("surround", "dark")]
    assert window.settings.option("surround") == "dark"
    spin = dialog.rows["threads"].field
    spin.setValue(1)
    assert threads.cores() == 1
    dialog.tabs.setCurrentIndex(list(PAGES).index("performance"))
    dialog._restore()
    assert spin.value() == 0
    assert told[-1] == ("threads", 0)
    assert threads.cores() >= 1


def test_a_field_that_does_not_matter_cannot_be_edited(dialog):
    row = dialog.rows["monitor_file"]
    assert not row.isEnabled()
    dialog.rows["monitor"].field.setCurrentIndex(2)
    dialog.rows["monitor"].field.activated.emit(2)
    assert row.isEnabled()


def test_a_device_that_is_not_here_is_told_and_replaced(window, dialog, qtbot):
    import torch

    missing = "mps" if not torch.backends.mps.is_available() else "cuda"
    preferences(window).choose("device", missing)
    qtbot.waitUntil(lambda: "Not found" in dialog.rows["device"].help.text(), timeout=WAIT)
    assert machine.engine().device != missing
    assert machine.engine().name in dialog.rows["device"].help.text()
    preferences(window).choose("device", "auto")
    qtbot.waitUntil(lambda: "In use" in dialog.rows["device"].help.text(), timeout=WAIT)


def test_the_cache_is_measured_and_cleared(make, tmp_path, monkeypatch, qtbot):
    folder = tmp_path / "thumbs"
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "one.jpg").write_bytes(b"x" * 3000)
    monkeypatch.setattr("app.shoot.cache.cache_folder", lambda: folder)
    window = make()
    window.actions_by_name["preferences"].trigger()
    dialog = preferences(window).dialog
    qtbot.waitUntil(lambda: dialog.cache.text() == "3 kB")
    dialog.clear.click()
    qtbot.waitUntil(lambda: dialog.cache.text() == "0 bytes")
    assert not dialog.clear.isEnabled()
    assert list(folder.rglob("*.jpg")) == []


SCALED = """
import json, sys
from pathlib import Path
from app.main import make_application, prepare
from app.settings import Settings

settings = Settings(Path(sys.argv[1]))
settings.set_option("scale", 150)
prepare(settings)
print(json.dumps(make_application(["luxcube"]).primaryScreen().devicePixelRatio()))
"""


def test_the_scale_is_that_of_the_next_start(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCALED, str(tmp_path / "s.ini")],
        cwd=ROOT,
        env={**{k: v for k, v in os.environ.items() if k != "QT_SCALE_FACTOR"}, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == 1.5
