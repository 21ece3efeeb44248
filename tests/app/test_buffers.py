"""Memory that is lent for pictures is not lent twice, and comes back."""

from __future__ import annotations

import gc

from PySide6.QtGui import QImage

from app.canvas.buffers import FREE, Buffers


def address(array) -> int:
    return array.__array_interface__["data"][0]


def test_it_comes_back_when_nobody_refers_to_it():
    buffers = Buffers()
    first = buffers.take((8, 6, 4))
    where = address(first)
    assert address(buffers.take((8, 6, 4))) != where
    part = first[2:]
    del first
    gc.collect()
    assert address(buffers.take((8, 6, 4))) != where
    del part
    gc.collect()
    assert address(buffers.take((8, 6, 4))) == where


def test_a_picture_keeps_its_memory_and_so_do_its_copies(qapp):
    buffers = Buffers()
    memory = buffers.take((8, 6, 4))
    where = address(memory)
    memory[:] = 7
    image = QImage(memory.data, 6, 8, 24, QImage.Format.Format_RGB32)
    copy = QImage(image)
    del memory, image
    gc.collect()
    for _ in range(4):
        buffers.take((8, 6, 4))[:] = 200
    assert copy.pixelColor(3, 3).red() == 7
    del copy
    gc.collect()
    assert where in {address(lent) for lent in [buffers.take((8, 6, 4)) for _ in range(FREE + 1)]}


def test_little_is_kept_that_nobody_asks_for_again():
    buffers = Buffers()
    for side in range(1, 20):
        buffers.take((side, side, 3))
    buffers.take((30, 30, 3))
    assert len(buffers._free) <= FREE + 1
