"""Shares of a whole that are moved by hand: arithmetic only, no widgets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

Shares = tuple[float, ...]


def with_share(shares: Sequence[float], index: int, share: float, locked: Collection[int] = ()) -> Shares:
    """One share set by hand; those that are not locked make room in proportion, so that all add up to 1.

    Args:
        shares: each in ``[0, 1]``; they add up to 1.
        share: wanted for ``index``; what locked ones leave is the most it can have.
        locked: indexes of shares that stay; ``index`` counts as free.

    Returns:
        as many shares; those that were given where nothing else is free.
    """
    others = [i for i in range(len(shares)) if i != index and i not in locked]
    if not others:
        return tuple(shares)
    free = 1.0 - sum(shares[i] for i in range(len(shares)) if i != index and i in locked)
    share = min(max(share, 0.0), max(free, 0.0))
    rest, before = max(free, 0.0) - share, sum(shares[i] for i in others)
    made = list(shares)
    made[index] = share
    for i in others:
        made[i] = rest * shares[i] / before if before > 0 else rest / len(others)
    return tuple(made)


def alone(count: int, index: int) -> Shares:
    """All of one frame."""
    return tuple(float(i == index) for i in range(count))


def soloed(shares: Sequence[float]) -> int | None:
    """Which frame is all there is; None where there are several."""
    return next((i for i, s in enumerate(shares) if s >= 1.0 - 1e-9), None)
