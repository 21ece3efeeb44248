"""The parent's side: hand a file to the worker process, wait no longer than is allowed, and say what came of it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

SECONDS = 10.0
"""A case that takes longer hangs."""

MEGABYTES = 1536
"""Memory that may be resident while any of these files, all of them small, is open; 150 of it is the libraries'."""

LARGEST_KEPT = 64 << 20

HERE = Path(__file__).resolve().parent


@dataclass
class Tally:
    """What came of the cases of one kind."""

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: tuple[float, str] = (0.0, "")
    peak: int = 0


class Judge:
    """Cases to the worker, and their verdicts; a worker that is lost to one case is replaced for the next.

    Args:
        folder: for files under trial.
        kept: where the files of failed cases stay.
    """

    def __init__(self, folder: Path, kept: Path) -> None:
        self.folder = folder
        self.kept = kept
        self.tallies: dict[str, Tally] = {}
        self.failures = 0
        self._child: subprocess.Popen[str] | None = None
        self._answers = -1
        self._said = folder / "said"
        self._stack = folder / "stack"

    def try_bytes(self, kind: str, data: bytes, suffix: str, how: str, entry: str = "picture") -> str:
        """Give ``data``, in a file of that suffix, to an entry point of the worker.

        Returns:
            the outcome's name.

        Raises:
            AssertionError: a hang, a crash, a bug, words on stdout or stderr, or too much memory; with the kept file.
        """
        home = self.folder / "case"
        home.mkdir(exist_ok=True)
        path = home / f"case{suffix}"
        path.write_bytes(data)
        try:
            return self.try_path(kind, path, how, entry)
        finally:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()

    def try_path(self, kind: str, path: Path, how: str, entry: str = "picture") -> str:
        """Give a path that is there already to an entry point of the worker; see :meth:`try_bytes`."""
        answer = self._asked({"entry": entry, "path": str(path), "limit": SECONDS})
        tally = self.tallies.setdefault(kind, Tally())
        tally.outcomes[answer["outcome"]] += 1
        tally.seconds += answer.get("seconds", 0.0)
        tally.slowest = max(tally.slowest, (answer.get("seconds", 0.0), how))
        tally.peak = max(tally.peak, answer.get("peak", 0))
        complaints = [answer[key] for key in ("bug", "said") if answer.get(key)]
        if answer.get("peak", 0) > MEGABYTES:
            complaints.append(f"{answer['peak']} MB of memory")
            self.close()  # where its peak never falls again
        if complaints:
            raise AssertionError("\n".join([f"{kind}, {how}: {self._keep(kind, path, how)}", *complaints]))
        return str(answer["outcome"])

    def close(self) -> None:
        """End the worker."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            assert self._child.stdin is not None
            self._child.stdin.close()
            os.close(self._answers)
            self._child = None

    def _asked(self, case: dict[str, Any]) -> dict[str, Any]:
        child = self._worker()
        assert child.stdin is not None
        line = None
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(json.dumps(case) + "\n")
            child.stdin.flush()
            line = self._line(4 * SECONDS)
        if line:
            return dict(json.loads(line))
        status = child.poll() if line is None else child.wait()
        stack = self._stack.read_text()[-3000:]
        hung = line is None or "Timeout" in stack
        self.close()
        outcome = "hang" if hung else "crash"
        said = self._said.read_text(errors="replace")[:500] if self._said.exists() else ""
        return {"outcome": outcome, "bug": f"{outcome}, status {status}\n{stack}", "said": said}

    def _worker(self) -> subprocess.Popen[str]:
        if self._child is None:
            self._said.write_bytes(b"")
            self._answers, theirs = os.pipe()
            self._child = subprocess.Popen(
                [
                    sys.executable,
                    "-W",
                    "always",
                    str(HERE / "worker.py"),
                    str(theirs),
                    str(self._said),
                    str(self._stack),
                ],
                stdin=subprocess.PIPE,
                pass_fds=[theirs],
                text=True,
            )
            os.close(theirs)
            if not self._line(120):
                pytest.exit(f"the worker does not start: {self._said.read_text()}", 1)
        return self._child

    def _line(self, seconds: float) -> str | None:
        """One line of the worker's; empty if it ended, None if it took too long."""
        line = b""
        while not line.endswith(b"\n"):
            if not select.select([self._answers], [], [], seconds)[0]:
                return None
            piece = os.read(self._answers, 1 << 16)
            if not piece:
                return ""
            line += piece
        return line.decode()

    def _keep(self, kind: str, path: Path, how: str) -> str:
        self.failures += 1
        self.kept.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9.=-]+", "_", f"{kind}-{how}")[:120]
        copy = self.kept / f"{self.failures:03}-{name}{path.suffix[:8]}"
        with contextlib.suppress(OSError, ValueError):
            if path.is_file() and path.stat().st_size < LARGEST_KEPT:
                shutil.copyfile(path, copy)
                return str(copy)
        return str(path)
