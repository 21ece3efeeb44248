"""The bracket that is shipped with the program."""

from __future__ import annotations

from pathlib import Path


def sample_folder() -> Path:
    """Where the sample is, if it is installed."""
    from importlib.resources import files

    return Path(str(files("resources"))) / "samples"


def sample_frames() -> list[Path]:
    """Files of the sample bracket; empty when it is not installed."""
    from mefcore.io import READABLE

    found = sorted(p for p in sample_folder().rglob("*") if p.suffix.lower() in READABLE and p.is_file())
    # Several brackets would lie in a folder each; the first is the one to show.
    return [p for p in found if p.parent == found[0].parent]
