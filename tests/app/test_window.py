"""Starting, remembering, and surviving bugs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import WAIT
from makers import save_bracket
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.crash import CrashReporter
from app.models.messages import BLEND
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

START = """
import json, sys
from pathlib import Path
from app.crash import CrashReporter
from app.main import make_application, make_window
from app.settings import Settings

app = make_application(["luxcube"])
window = make_window([], Settings(Path(sys.argv[1]) / "s.ini"), CrashReporter(Path(sys.argv[1]) / "log"))
seen = {}

def painted():
    heavy = ("torch", "cv2", "rawpy", "numpy", "tifffile", "PIL")
    seen.update({name: name in sys.modules for name in heavy}, visible=window.isVisible())
    app.quit()

window.opener.warm_up = lambda: None
window.first_painted.connect(painted)
window.show()
app.exec()
window.close()
print(json.dumps(seen))
"""

DENSE = """
import json, sys
from pathlib import Path
import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from app.crash import CrashReporter
from app.main import make_application, make_window
from app.settings import Settings

app = make_application(["luxcube"])
out = Path(sys.argv[1])
window = make_window([Path(p) for p in sys.argv[2:]], Settings(out / "s.ini"), CrashReporter(out / "log"))
window.resize(900, 600)
window.show()
while window.session.prediction is None or not window.preview.settled:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
canvas = window.canvas
canvas.set_split(False)
canvas.zoom_to(1.0)
while not window.preview.settled:
    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
ratio = canvas.devicePixelRatioF()
image = QImage(canvas.size() * ratio, QImage.Format.Format_RGB32)
image.setDevicePixelRatio(ratio)
canvas.render(image)
left, top = (int(v) for v in canvas.view.origin)
picture = canvas.after[-1]
same = image.copy(left, top + 100, 360, 140) == picture.image.copy(0, 100, 360, 140)
print(json.dumps({"ratio": ratio, "same": same, "full": picture.region.width == 360 and picture.region.height == 240}))
window.close()
"""


def run(code: str, *arguments: str, **environment: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_window_is_on_screen_before_anything_heavy_is_imported(qapp, tmp_path):
    seen = run(START, str(tmp_path))
    assert seen.pop("visible") is True
    assert not any(seen.values()), seen


def test_hundred_percent_is_per_device_pixel_on_a_dense_screen(qapp, tmp_path, bracket):
    found = run(DENSE, str(tmp_path), *map(str, bracket), QT_SCALE_FACTOR="2")
    assert found == {"ratio": 2.0, "same": True, "full": True}


UNTIL_SIGNALLED = """
import sys
import app.main as main

class Announced(main.StopSignals):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        print("ready", flush=True)

main.StopSignals = Announced
sys.exit(main.main([]))
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(qapp, tmp_path, number):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", UNTIL_SIGNALLED], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        try:
            assert process.wait(60) == 0
        finally:
            process.kill()
    if sys.platform == "linux":
        assert (tmp_path / "luxcube" / "luxcube.ini").is_file()


def test_no_display_is_told(tmp_path):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from app.main import main; sys.exit(main([]))"],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if k not in hidden},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if sys.platform.startswith("linux"):
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1


def test_command_line_answers_without_a_window():
    from app.main import main

    assert main(["--version"]) == 0
    assert main(["--help"]) == 0


def test_view_and_folders_are_remembered(make, settled, bracket, tmp_path):
    first = make(*bracket)
    settled(first)
    # Smaller than any screen: Qt does not restore what would not fit.
    first.resize(770, 550)
    first.canvas.set_split(False)
    first.comparison.choose(BLEND)
    first.splitter.setSizes([400, 370])
    width = first.sidebar.width()
    first.close()
    assert (tmp_path / "luxcube.ini").is_file()
    second = make(*bracket)
    settled(second)
    assert (second.width(), second.height()) == (770, 550)
    assert second.sidebar.width() == width
    assert not second.canvas.split
    assert second.comparison.before == BLEND
    assert second.settings.folder("open") == bracket[0].parent


def test_foreign_settings_are_harmless(tmp_path):
    (tmp_path / "s.ini").write_text("[folders]\nopen=/no/such/place\n[window]\ngeometry=7\n[view]\nsplit=perhaps\n")
    settings = Settings(tmp_path / "s.ini")
    assert settings.folder("open") is None
    assert settings.blob("geometry") is None
    assert settings.flag("split", True) is False
    assert settings.flag("other", True) is True


def test_a_bug_is_logged_and_told_once_and_the_window_lives(qapp, qtbot, tmp_path, capsys):
    crash = CrashReporter(tmp_path / "log" / "bugs.log")
    for text in ("first bug", "second bug"):
        try:
            raise ZeroDivisionError(text)
        except ZeroDivisionError as error:
            crash.report(error)

    def boxes() -> list[QMessageBox]:
        return [w for w in QApplication.topLevelWidgets() if w.objectName() == "crash" and w.isVisible()]

    qtbot.waitUntil(lambda: len(boxes()) == 1)
    box = boxes()[0]
    assert "first bug" in box.informativeText()
    assert str(crash.path) in box.informativeText()
    log = crash.path.read_text()
    assert "first bug" in log
    assert "second bug" in log
    assert "Traceback" in log
    assert "second bug" in capsys.readouterr().err
    box.close()
    qtbot.waitUntil(lambda: not boxes())
    crash.uninstall()


def test_a_bug_in_a_worker_is_no_banner(opened, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(opened.crash, "report", told.append)

    def buggy(_: None, job: object) -> None:
        raise KeyError("a bug")

    opened.opener.load_lane.submit(buggy, None)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert isinstance(told[0], KeyError)
    assert opened.notice.kind == ""


def test_two_windows_one_after_the_other(make, settled, tmp_path):
    for name in ("one", "two"):
        window = make(*save_bracket(tmp_path / name, stops=(-1, 1)))
        settled(window)
        window.close()


def test_closing_while_loading_leaves_no_thread(make, tmp_path):
    window = make(*save_bracket(tmp_path / "big", size=(2000, 1400)))
    window.open_paths([tmp_path / "big"])
    window.close()


def test_qt_keeps_its_references_to_none(qapp):
    """Some builds of PySide6 lose one reference to None per call and abort after some thousand calls."""
    timer, parent = QTimer(), QObject()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        timer.setInterval(1)
        timer.stop()
        parent.setObjectName("x")
        parent.blockSignals(False)
    # From Python 3.12 on None is immortal and its count does not move.
    assert sys.getrefcount(None) > before - 500


@pytest.mark.parametrize(
    ("given", "want"),
    [(0.0, "0.0 EV"), (2.0, "+2.0 EV"), (-1.66, "−1.7 EV"), (-0.01, "0.0 EV"), (None, "–")],
)
def test_exposure_value_text(given, want):
    from app.text import exposure_value

    assert exposure_value(given) == want


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (970_299, "970 kB"),
        (999_600, "1.0 MB"),
        (57_960_603, "58.0 MB"),
        (453e6, "453 MB"),
    ],
)
def test_file_size_text(given, want):
    from app.text import file_size

    assert file_size(int(given)) == want
