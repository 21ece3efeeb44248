"""``mef doctor`` on a sound machine and on a broken one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mefcore.cli import main
from mefcore.doctor import examine

PROGRAM = """
import sys
from mefcore.cli import main
try:
    main(["doctor"])
except SystemExit as e:
    print("Qt loaded:", "PySide6" in sys.modules or "shiboken6" in sys.modules)
    sys.exit(e.code)
"""


def test_a_sound_machine() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = dict(line.split(":", 1) for line in done.stdout.splitlines())
    assert {"Luxcube", "torch", "numpy", "engines", "in use", "weights"} <= set(lines)
    assert all(lines[topic].strip().startswith("OK") for topic in ("weights", "engine", ".cube", "fuse"))
    assert lines["Qt loaded"].strip() == "False"


def test_a_broken_machine(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LUXCUBE_ENGINE", "nonsense")
    with pytest.raises(SystemExit) as caught:
        main(["doctor"])
    assert caught.value.code == 1
    text = capsys.readouterr().out
    assert "FAILED" in text
    assert "LUXCUBE_ENGINE" in text
    # What still works is still told.
    assert any(line.startswith(".cube:") and "OK" in line for line in text.splitlines())


def test_findings_fit_a_line() -> None:
    assert all("\n" not in str(finding) for finding in examine())
