"""What is asked of the C library's heap, in a process of its own: it cannot be taken back."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from mefcore import heap

glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has another heap")

COUNT = """
import ctypes, os, sys, tempfile, threading
from mefcore.heap import share_heaps

if sys.argv[1] == "shared":
    share_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = (ctypes.c_int, ctypes.c_void_p), (ctypes.c_void_p,)
together = threading.Barrier(6)

def take():
    together.wait()
    libc.malloc(5000)
    together.wait()

threads = [threading.Thread(target=take) for _ in range(6)]
[t.start() for t in threads], [t.join() for t in threads]
with tempfile.NamedTemporaryFile() as file:
    stream = libc.fopen(file.name.encode(), b"w")
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(file.read().count(b"<heap nr="))
"""

RETURN = """
import ctypes, os
from mefcore.heap import give_back

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
libc.free.argtypes = (ctypes.c_void_p,)

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20

blocks = [libc.malloc(65536) for _ in range(1024)]
for block in blocks:
    ctypes.memset(block, 1, 65536)
kept = libc.malloc(65536)  # lies above them, so that they stay the process's
[libc.free(block) for block in blocks]
before = resident()
give_back()
print(before - resident())
"""


def run(script: str, *arguments: str, **environment: str) -> int:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MALLOC_")}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@glibc
def test_threads_share_their_heaps() -> None:
    assert run(COUNT, "shared") <= heap.ARENAS < run(COUNT, "own")


@glibc
def test_what_the_environment_says_stays() -> None:
    assert run(COUNT, "shared", MALLOC_ARENA_MAX="4") > heap.ARENAS


@glibc
def test_free_pages_go_back() -> None:
    assert run(RETURN) > 48


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    heap._glibc.cache_clear()
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    try:
        heap.share_heaps()
        heap.give_back()
        assert heap._glibc() is None
    finally:
        heap._glibc.cache_clear()
