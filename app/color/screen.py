"""The ICC profile of a monitor: from the system, or from a file of the person's.

On Linux colord is asked over D-Bus; on Windows, Windows itself through Pillow.  Qt does not know the profile of a
screen; on macOS the window server maps colours itself, so there only a chosen file counts.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtGui import QColorSpace, QScreen

from app.jobs import Lane
from mefcore.errors import MefError
from mefcore.job import Job

Monitor = Literal["auto", "srgb", "file"]
TIMEOUT_MS = 1500
MAX_BYTES = 8 << 20
"""No profile of a monitor is larger."""
_SERVICE = "org.freedesktop.ColorManager"


@dataclass(frozen=True)
class Wanted:
    """Which profile: see the preferences; ``screen`` is the output's name, such as ``eDP-1``."""

    monitor: Monitor
    file: str
    screen: str


@dataclass(frozen=True)
class Profile:
    """What was found.

    Attributes:
        icc: empty where colours are shown as they are.
        title: of the profile.
        source: ``system``, ``file``, ``srgb`` where that was asked for, or ``none``.
        error: why a file cannot be used.
    """

    icc: bytes = b""
    title: str = ""
    source: Literal["system", "file", "srgb", "none"] = "none"
    error: MefError | None = None


def find(wanted: Wanted, job: Job) -> Profile:
    """For a worker: it reads files and waits for other programs."""
    if wanted.monitor == "srgb":
        return Profile(source="srgb")
    if wanted.monitor == "file":
        if not wanted.file:
            return Profile()
        try:
            return _read(Path(wanted.file), "file")
        except MefError as error:
            return Profile(error=error)
    job.check()
    path = _from_windows() if sys.platform == "win32" else _from_colord(wanted.screen)
    if path is None:
        return Profile()
    try:
        return _read(path, "system")
    except MefError:
        return Profile()


def _read(path: Path, source: Literal["system", "file"]) -> Profile:
    """
    Raises:
        MefError: it cannot be read, or is no profile that pictures can be shown by.
    """
    try:
        icc = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as e:
        raise MefError("cannot be read", path=path, hint="choose another profile") from e
    space = QColorSpace.fromIccProfile(QByteArray(icc))
    if not space.isValidTarget() or space.colorModel() != QColorSpace.ColorModel.Rgb:
        raise MefError("is no profile of a monitor", path=path, hint="choose an ICC profile for RGB")
    return Profile(icc, space.description() or path.stem, source)


def _from_windows() -> Path | None:
    from PIL import ImageCms

    # The file's name is all that Pillow keeps of what Windows said.
    profile = ImageCms.get_display_profile()
    return Path(profile.filename) if profile is not None and profile.filename else None


def _from_colord(screen: str) -> Path | None:
    """The default profile of an output; None where colord is not there, or knows no profile of it."""
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:
        return None
    bus = QDBusConnection.systemBus()
    if not bus.isConnected():
        return None
    manager = "/org/freedesktop/ColorManager"
    device = _path(_ask(bus, manager, _SERVICE, "FindDeviceByProperty", "XRANDR_name", screen))
    if device is None:
        return None
    profile = _path(_ask(bus, device, f"{_SERVICE}.Device", "GetProfileForQualifiers", ["*"]))
    if profile is None:
        return None
    name = _ask(bus, profile, "org.freedesktop.DBus.Properties", "Get", f"{_SERVICE}.Profile", "Filename")
    name = name.variant() if hasattr(name, "variant") else name
    return Path(name) if isinstance(name, str) and name else None


def _ask(bus: object, path: str, interface: str, method: str, *arguments: object) -> object:
    """The first value of the answer; None where there is none."""
    from PySide6.QtDBus import QDBus, QDBusMessage

    message = QDBusMessage.createMethodCall(_SERVICE, path, interface, method)
    message.setArguments(list(arguments))
    answer = bus.call(message, QDBus.CallMode.Block, TIMEOUT_MS)  # type: ignore[attr-defined]
    if answer.type() != QDBusMessage.MessageType.ReplyMessage or not answer.arguments():
        return None
    first: object = answer.arguments()[0]
    return first


def _path(value: object) -> str | None:
    """Of an object on the bus."""
    path = value.path() if hasattr(value, "path") else value
    return path if isinstance(path, str) and path not in ("", "/") else None


class Screens(QObject):
    """Looks for the profile again whenever the window moves to another screen or the person chooses another.

    Signals:
        found: a :class:`Profile`.
    """

    found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lane = Lane("profile", self)
        self.lane.succeeded.connect(self._take)
        self.profile = Profile()
        self._closed = False

    def look(self, monitor: Monitor, file: str, screen: QScreen | None) -> None:
        if self._closed:  # the first paint of a window may be told after it was closed
            return
        name = "" if screen is None else screen.name()
        self.lane.submit(find, Wanted(monitor, file, name))

    def close(self) -> None:
        self._closed = True
        self.lane.close()

    def _take(self, _: int, profile: Profile) -> None:
        self.profile = profile
        self.found.emit(profile)
