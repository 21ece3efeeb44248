"""Where a run reads and where it writes; the same for everything that trains."""

from __future__ import annotations

from pathlib import Path

from mefcore.errors import MefError


def run_folders(configured: str, name: str, data: Path | None, out: Path | None) -> tuple[Path, Path]:
    """The data folder, and the run's own folder, which is made.

    Args:
        configured: the config's data folder; ``data`` overrides it.
        name: of the run, whose folder is ``runs/<name>`` unless ``out`` is given.

    Raises:
        MefError: there is no such data folder.
    """
    root = data or Path(configured)
    if not root.is_dir() or root == Path():
        raise MefError("is not a data folder", path=root, hint="say where the data is with --data")
    out = out or Path("runs") / name
    out.mkdir(parents=True, exist_ok=True)
    return root, out
