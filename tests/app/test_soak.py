"""A short soak in every run; ``make soak`` does two thousand actions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SOAK = Path(__file__).with_name("soak.py")


def test_a_hand_that_does_anything_breaks_nothing(qapp, tmp_path):
    out = tmp_path / "soaked.json"
    # In a process of its own: what it leaves behind, and what it crashes, is its own.
    done = subprocess.run(
        [sys.executable, str(SOAK), "--actions", "60", "--seed", "7", "--out", str(out)],
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert out.is_file(), done.stderr
    soaked = json.loads(out.read_text())
    assert soaked["bugs"] == []
    assert soaked["threads"] == []
    assert len(soaked["done"]) > 8
