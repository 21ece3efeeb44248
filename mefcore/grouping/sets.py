"""The answer: sets of files, which a person can correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mefcore.bracket import stops_apart
from mefcore.grouping.entries import Entry, natural


@dataclass(frozen=True, slots=True)
class Set:
    """Files of one scene, in the order of shooting; one that holds a single file is no bracket."""

    entries: tuple[Entry, ...]

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, in the order of shooting."""
        return tuple(e.path for e in self.entries)

    @property
    def is_bracket(self) -> bool:
        """Whether there is more than one frame."""
        return len(self.entries) > 1

    @property
    def ev(self) -> tuple[float | None, ...]:
        """Exposure of each file relative to the set's middle one: :func:`mefcore.bracket.stops_apart`."""
        return stops_apart([e.exposure for e in self.entries])


@dataclass(frozen=True, slots=True)
class Ignored:
    """A file in no set, and why, in words that follow its name, such as ``is a copy of IMG_1.JPG``."""

    entry: Entry
    why: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every file of a pile, either in one set or ignored.

    Each method gives a new grouping of the same files; sets that lose their last frame vanish.  Sets are numbered from
    0 in the order of :attr:`sets`.

    Attributes:
        sets: in the order of shooting.
        ignored: what is in no set: copies, twins, damaged files, and what a person set aside.
    """

    sets: tuple[Set, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def brackets(self) -> tuple[Set, ...]:
        """The sets of more than one frame."""
        return tuple(s for s in self.sets if s.is_bracket)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All files, those of the sets first."""
        return (*(e for s in self.sets for e in s.entries), *(i.entry for i in self.ignored))

    def find(self, path: Path) -> int | None:
        """The number of the set that holds ``path``; ``None`` if it is ignored.

        Raises:
            ValueError: the grouping does not know ``path``.
        """
        for number, one in enumerate(self.sets):
            if path in one.paths:
                return number
        if any(i.entry.path == path for i in self.ignored):
            return None
        raise ValueError(f"{path} is not in this grouping")

    def merge(self, numbers: Iterable[int]) -> Grouping:
        """Make one set of several; it stands where the first of them stood.

        Raises:
            ValueError: there is no set of such a number.
        """
        chosen = sorted({self._checked(n) for n in numbers})
        if len(chosen) < 2:
            return self
        merged = Set(tuple(e for n in chosen for e in self.sets[n].entries))
        sets = [merged if n == chosen[0] else s for n, s in enumerate(self.sets) if n not in chosen[1:]]
        return replace(self, sets=tuple(sets))

    def split(self, number: int, before: Path) -> Grouping:
        """Part a set in two, the second of which begins with the file ``before``.

        Raises:
            ValueError: there is no such set, or ``before`` is not in it or is its first file.
        """
        one = self.sets[self._checked(number)]
        if before not in one.paths[1:]:
            raise ValueError(f"set {number} cannot be parted before {before}")
        at = one.paths.index(before)
        return self._with(number, Set(one.entries[:at]), Set(one.entries[at:]))

    def move(self, path: Path, number: int | None) -> Grouping:
        """Put a file into another set, or with ``None`` into a set of its own; one that was ignored comes back.

        Raises:
            ValueError: the grouping does not know ``path``, or there is no set of such a number.
        """
        home = self.find(path)
        if number is not None and self._checked(number) == home:
            return self
        entry = next(e for e in self.entries if e.path == path)
        sets = [Set(tuple(e for e in s.entries if e.path != path)) for s in self.sets]
        if number is None:
            at = len(sets) if home is None else home + 1
            sets.insert(at, Set((entry,)))
        else:
            sets[number] = Set(_inserted(sets[number].entries, entry))
        ignored = tuple(i for i in self.ignored if i.entry.path != path)
        return Grouping(tuple(s for s in sets if s.entries), ignored)

    def ignore(self, paths: Iterable[Path], why: str = "was set aside") -> Grouping:
        """Take files out of their sets; :meth:`move` brings one back.

        Raises:
            ValueError: the grouping does not know one of ``paths``.
        """
        chosen = {path for path in paths if self.find(path) is not None}
        out = tuple(Ignored(e, why) for s in self.sets for e in s.entries if e.path in chosen)
        sets = (Set(tuple(e for e in s.entries if e.path not in chosen)) for s in self.sets)
        return Grouping(tuple(s for s in sets if s.entries), (*self.ignored, *out))

    def every(self, count: int, numbers: Iterable[int] | None = None) -> Grouping:
        """Divide the frames of some sets anew, in their order, ``count`` to a set; the last may stay smaller.

        Args:
            count: frames in a set, 1 or more.
            numbers: which sets; all when None.

        Raises:
            ValueError: ``count`` is less than 1, or there is no set of such a number.
        """
        if count < 1:
            raise ValueError(f"a set has at least one frame, not {count}")
        chosen = sorted({self._checked(n) for n in (range(len(self.sets)) if numbers is None else numbers)})
        if not chosen:
            return self
        frames = [e for n in chosen for e in self.sets[n].entries]
        anew = [Set(tuple(frames[i : i + count])) for i in range(0, len(frames), count)]
        kept_before = [s for n, s in enumerate(self.sets) if n < chosen[0]]
        kept_after = [s for n, s in enumerate(self.sets) if n > chosen[0] and n not in chosen]
        return replace(self, sets=(*kept_before, *anew, *kept_after))

    def _checked(self, number: int) -> int:
        if not 0 <= number < len(self.sets):
            raise ValueError(f"there is no set {number}; there are {len(self.sets)}")
        return number

    def _with(self, number: int, *instead: Set) -> Grouping:
        return replace(self, sets=(*self.sets[:number], *instead, *self.sets[number + 1 :]))


def _inserted(entries: Sequence[Entry], entry: Entry) -> tuple[Entry, ...]:
    """``entry`` before the first that was shot, or without clocks is named, after it."""
    for i, other in enumerate(entries):
        timed = entry.captured is not None and other.captured is not None
        before = entry.captured < other.captured if timed else False  # type: ignore[operator]
        if before or ((not timed or entry.captured == other.captured) and natural(entry.path) < natural(other.path)):
            return (*entries[:i], entry, *entries[i:])
    return (*entries, entry)
