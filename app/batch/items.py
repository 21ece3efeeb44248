"""One export of a batch, as the queue and its panel see it."""

from __future__ import annotations

import enum
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mefcore.batch import BatchJob


class State(enum.Enum):
    """Of an export."""

    WAITING = enum.auto()
    RUNNING = enum.auto()
    DONE = enum.auto()
    SKIPPED = enum.auto()
    """There was a picture of that name, which was to be left."""
    FAILED = enum.auto()
    CANCELLED = enum.auto()

    @property
    def over(self) -> bool:
        return self not in (State.WAITING, State.RUNNING)


@dataclass(frozen=True)
class Item:
    """One bracket of a batch.

    Attributes:
        number: by which it is known; never used twice.
        job: what to do.
        state: how far it is.
        fraction: of the work that is done, while it runs.
        why: it failed, in a sentence.
        seconds: it took.
        outputs: what was written.
    """

    number: int
    job: BatchJob
    state: State = State.WAITING
    fraction: float = 0.0
    why: str = ""
    seconds: float = 0.0
    outputs: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """Of the picture, as it is or will be called."""
        return (self.outputs[0] if self.outputs else self.job.out).name


@dataclass(frozen=True)
class Summary:
    """What became of a batch; ``failed`` are its items that did, ``left`` the numbers of those that were cancelled."""

    done: int
    skipped: int
    cancelled: int
    failed: tuple[Item, ...]
    folder: Path | None
    left: tuple[int, ...] = ()

    @classmethod
    def of(cls, items: Iterable[Item]) -> Summary:
        known = list(items)

        def count(state: State) -> int:
            return sum(item.state is state for item in known)

        written = [item.outputs[0].parent for item in known if item.outputs]
        return cls(
            count(State.DONE),
            count(State.SKIPPED),
            count(State.CANCELLED),
            tuple(item for item in known if item.state is State.FAILED),
            written[-1] if written else None,
            tuple(item.number for item in known if item.state is State.CANCELLED),
        )


def seconds_left(items: Sequence[Item]) -> float | None:
    """How long the rest will take, from what the others took; None where nobody can tell yet."""
    took = [item.seconds for item in items if item.state is State.DONE]
    if not took:
        return None
    usual = statistics.median(took)
    ahead = sum(1.0 - item.fraction for item in items if not item.state.over)
    return usual * ahead


def overall(items: Sequence[Item]) -> float:
    """How much of everything is done, in ``[0, 1]``."""
    if not items:
        return 0.0
    return sum(1.0 if item.state.over else item.fraction for item in items) / len(items)
