"""Where the program keeps what is not beside the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.windows.samples import sample_folder
from mefcore.keeping import Places


def state_folder() -> Path:
    """For what is open, and what was open lately."""
    from platformdirs import user_state_path

    return user_state_path("luxcube", appauthor=False)


def shoots_folder() -> Path:
    """For the records of shoots: :class:`app.keeping.recent.ShootRecord`."""
    return state_folder() / "shoots"


def records(folder: Path) -> Iterator[Path]:
    """The JSON files of a folder; a hidden one is not written to its end."""
    return folder.glob("[!.]*.json")


def places_of(places: Places, paths: tuple[Path, ...]) -> Places:
    """Where a bracket's sidecar goes: the sample is part of the program, and stays as it is."""
    sample = sample_folder()
    if any(sample in path.absolute().parents for path in paths):
        return Places(places.own, beside=False)
    return places
