"""Luxcube's core: exposure brackets in, one blend and one continuous 3D LUT out.

Everything the program does to a picture is ``out = LUT(sum_k w_k * I_k)``.  This package knows no Qt; the
editor in :mod:`app` and the ``mef`` command are thin shells over it.
"""

__version__ = "0.1.0"
