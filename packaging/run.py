"""What ``make run`` does once everything is installed: the editor, or with no display one fused bracket.

python packaging/run.py [FILES|FOLDER]
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "resources" / "samples" / "garden-room"


def main() -> int:
    own = sys.argv[1:]
    files = own or [os.path.relpath(SAMPLE)]
    programs = Path(sys.executable).parent
    if has_display():
        os.execv(programs / "luxcube", ["luxcube", *files])
    what = "here are your pictures" if own else "here is the sample"
    print(f"There is no display, so {what}, fused by the command instead of the editor's window.", flush=True)
    out = ROOT / "out"
    out.mkdir(exist_ok=True)
    stem = "fused" if own else "sample"
    made = {kind: os.path.relpath(out / f"{stem}{end}") for kind, end in _ENDS.items()}
    fuse = [programs / "mef", "fuse", *files, "--mode", "local", "-o", made["tiff"], "--cube", made["cube"]]
    fuse += ["--base", made["base"]]
    compare = [
        sys.executable,
        ROOT / "packaging" / "before_after.py",
        *files,
        "--after",
        made["tiff"],
        "-o",
        made["jpeg"],
    ]
    for command in (fuse, compare):
        status = subprocess.run(command, check=False).returncode
        if status:
            return status
    print(
        f"\n{made['tiff']:28} the fused picture, 16 bit"
        f"\n{made['cube']:28} its look as a 3D LUT"
        f"\n{made['base']:28} the plain blend the LUT applies to, 16 bit"
        f"\n{made['jpeg']:28} the middle exposure beside the result"
    )
    return 0


_ENDS = {"tiff": ".tif", "cube": ".cube", "base": "-base.tif", "jpeg": "-before-after.jpg"}


def has_display() -> bool:
    """Whether a window could open: always on macOS and Windows, elsewhere if a display server answers."""
    if sys.platform in ("darwin", "win32"):
        return True
    wayland, x11 = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if wayland:
        folder = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
        if _answers(socket.AF_UNIX, str(folder / wayland)):  # an absolute name replaces the folder
            return True
    return bool(x11) and _x11_answers(x11)


def _x11_answers(display: str) -> bool:
    found = re.fullmatch(r"(?:(?P<protocol>\w+)/)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?", display)
    if not found:
        return display.startswith("/")  # macOS style socket: let Qt try
    number = int(found["number"])
    if found["host"] in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _answers(socket.AF_UNIX, "\0" + path) or _answers(socket.AF_UNIX, path)
    return _answers(socket.AF_INET, (found["host"], 6000 + number))


def _answers(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(address)
        except OSError:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
