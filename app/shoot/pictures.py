"""Small pictures that are kept while there is room for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container
from typing import Generic, TypeVar

from PySide6.QtGui import QImage

Key = TypeVar("Key")


class Pictures(Generic[Key]):
    """By key, those asked for last at the end; None for what was tried and has none.

    Args:
        most: bytes to keep.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.nbytes = 0
        self._kept: OrderedDict[Key, QImage | None] = OrderedDict()

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def get(self, key: Key) -> QImage | None:
        """The picture, if it is here and there is one."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    def put(self, key: Key, image: QImage | None) -> None:
        self._drop(key)
        self._kept[key] = image
        self.nbytes += _size(image)

    def make_room(self, wanted: Container[Key]) -> list[Key]:
        """Let go of the oldest that nobody wants, until the others fit; returns the keys of those."""
        gone = []
        for key in list(self._kept):
            if self.nbytes <= self.most:
                break
            if key not in wanted:
                self._drop(key)
                gone.append(key)
        return gone

    def clear(self) -> None:
        self._kept.clear()
        self.nbytes = 0

    def _drop(self, key: Key) -> None:
        self.nbytes -= _size(self._kept.pop(key, None))


def _size(image: QImage | None) -> int:
    return 0 if image is None else image.sizeInBytes()
