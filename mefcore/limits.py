"""Limits that light modules share with heavy ones; imports nothing."""

from __future__ import annotations

MAX_FRAMES = 64
"""More frames than any camera's bracketing mode; past it a whole folder was probably dropped by mistake."""

MIN_FRAMES = 2
"""One exposure is no bracket."""
