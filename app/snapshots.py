"""Looks of a bracket under a name: taking, renaming and removing them.  The session holds them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mefcore.snapshot import Snapshot

if TYPE_CHECKING:
    from app.session import EditSession

LONGEST = 80
"""Characters of a name."""


def take(session: EditSession) -> Snapshot:
    """Keep the look as it is now, named after the last step."""
    made = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    name = _free_name(session, session.undo_stack.undoText() or _tr("As opened"))
    snapshot = Snapshot(name=name, recipe=session.recipe, made=made)
    session.set_snapshots((*session.snapshots, snapshot))
    return snapshot


def rename(session: EditSession, snapshot: Snapshot, name: str) -> None:
    """Under another name; an empty one leaves it as it is."""
    name = " ".join(name.split())[:LONGEST]
    if not name or name == snapshot.name:
        return
    renamed = Snapshot(name=name, recipe=snapshot.recipe, made=snapshot.made)
    session.set_snapshots(tuple(renamed if s == snapshot else s for s in session.snapshots))


def remove(session: EditSession, snapshot: Snapshot) -> None:
    session.set_snapshots(tuple(s for s in session.snapshots if s != snapshot))


def go_to(session: EditSession, snapshot: Snapshot) -> None:
    """Edit on from there, as an undo step."""
    session.adopt(snapshot.recipe, _tr("Snapshot “{0}”").format(snapshot.name))


def _free_name(session: EditSession, wish: str) -> str:
    wish, taken = wish[:LONGEST], {s.name for s in session.snapshots}
    if wish not in taken:
        return wish
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wish} ({n})") not in taken)


def _tr(text: str) -> str:
    return QCoreApplication.translate("snapshots", text)
