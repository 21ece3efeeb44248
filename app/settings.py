"""What is remembered between runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from app.options import OPTIONS
from mefcore.limits import MAX_FRAMES

Choice = TypeVar("Choice", bound=str)
MAX_GAP = 3600.0
"""Seconds between two frames of one bracket, at most."""
PURPOSES = ("open", "image", "base", "cube", "look", "batch", "recreate", "creative")


class Settings:
    """A typed view of an INI file; unreadable or foreign values count as not there.

    Args:
        path: the file; by default in the person's configuration folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is None:
            from platformdirs import user_config_path

            path = user_config_path("luxcube", appauthor=False) / "luxcube.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def folder(self, purpose: str) -> Path | None:
        """The last folder used for one of :data:`PURPOSES`, if it is still there."""
        value = self._store.value(f"folders/{purpose}")
        folder = Path(value) if isinstance(value, str) and value else None
        return folder if folder is not None and folder.is_dir() else None

    def set_folder(self, purpose: str, folder: Path | None) -> None:
        """None forgets it."""
        if purpose not in PURPOSES:
            raise ValueError(f"{purpose!r} is not one of {PURPOSES}")
        self._store.setValue(f"folders/{purpose}", "" if folder is None else str(folder))

    def blob(self, key: str) -> QByteArray | None:
        """Geometry and the like, as Qt's ``saveState`` made it."""
        value = self._store.value(f"window/{key}")
        return value if isinstance(value, QByteArray) else None

    def flag(self, key: str, default: bool) -> bool:
        value = self._store.value(f"view/{key}")
        return default if value is None else str(value).lower() in ("true", "1")

    def set_flag(self, key: str, value: bool) -> None:
        self._store.setValue(f"view/{key}", value)

    def share(self, key: str, default: float) -> float:
        """A number in ``[0, 1]``."""
        try:
            value = float(str(self._store.value(f"look/{key}")))
        except ValueError:
            return default
        return value if 0.0 <= value <= 1.0 else default

    def set_share(self, key: str, value: float) -> None:
        self._store.setValue(f"look/{key}", value)

    def choice(self, key: str, choices: Sequence[Choice], default: Choice) -> Choice:
        """One of ``choices``, for exports."""
        value = self._store.value(f"export/{key}")
        return next((c for c in choices if c == value), default)

    def text(self, key: str, default: str) -> str:
        """What was typed for exports; empty counts as not there."""
        value = self._store.value(f"export/{key}")
        return value if isinstance(value, str) and value else default

    def set_text(self, key: str, value: str) -> None:
        """What :meth:`choice` or :meth:`text` gives."""
        self._store.setValue(f"export/{key}", value)

    def width(self, key: str, default: int) -> int:
        """Of a part of the window, in pixels."""
        return int(self._number(f"window/{key}", 1, 10_000) or default)

    def set_window(self, key: str, value: QByteArray | int) -> None:
        """What :meth:`blob` or :meth:`width` gives."""
        self._store.setValue(f"window/{key}", value)

    def option(self, name: str) -> Any:
        """A preference, of the type that :data:`app.options.OPTIONS` declares."""
        option = OPTIONS[name]
        return option.taken(self._store.value(option.key or f"options/{name}"))

    def set_option(self, name: str, value: object) -> None:
        option = OPTIONS[name]
        self._store.setValue(option.key or f"options/{name}", option.taken(value))

    def grouping(self) -> tuple[str, float | None, int | None]:
        """How files become brackets: ``"raw"`` or ``"jpeg"``, the longest pause in seconds, and frames in a set."""
        prefer = "jpeg" if self._store.value("grouping/prefer") == "jpeg" else "raw"
        count = self._number("grouping/count", 1, MAX_FRAMES)
        return prefer, self._number("grouping/gap", 0, MAX_GAP), None if count is None else int(count)

    def set_grouping(self, prefer: str, gap: float | None, count: int | None) -> None:
        for key, value in (("prefer", prefer), ("gap", gap), ("count", count)):
            self._store.setValue(f"grouping/{key}", "" if value is None else value)

    def _number(self, key: str, low: float, high: float) -> float | None:
        try:
            value = float(str(self._store.value(key)))
        except ValueError:
            return None
        return value if low <= value <= high else None

    def sync(self) -> None:
        self._store.sync()
