"""The fused C kernel (stub until built)."""

from __future__ import annotations

from dataclasses import dataclass


def variants() -> list[str]:
    """The compiled variants this CPU can run, fastest first; empty when the library was not built."""
    return []
