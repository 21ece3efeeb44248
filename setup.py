"""Builds the native engine; everything else about the package is in ``pyproject.toml``.

The library is optional: without a C compiler the installation succeeds and Luxcube computes with PyTorch instead.
It has no Python headers in it, is loaded with ctypes, and picks AVX2 at run time, so nothing here asks what this
machine's processor can do.
"""

from __future__ import annotations

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

KERNEL = Extension(
    "mefcore.engine._kernel",
    sources=["mefcore/engine/kernel.c"],
    depends=["mefcore/engine/kernel_variant.h"],
    # a*b + c in one rounding where the processor can: as exact, and faster. No -ffast-math: NaN must be seen.
    extra_compile_args=["-O3", "-std=c11", "-ffp-contract=fast", "-fvisibility=hidden"],
    optional=True,
)


class BuildKernel(build_ext):
    """Says what a failed build means, and lets the installation go on."""

    def build_extension(self, ext: Extension) -> None:
        try:
            super().build_extension(ext)
        except Exception as e:  # any failure: no compiler, a foreign one, no linker
            print(f"NOTE: the native engine was not built ({e}).")
            print(
                "NOTE: Luxcube will work, more slowly, with PyTorch. For full speed install GCC or Clang and reinstall."
            )
            raise

    def get_export_symbols(self, ext: Extension) -> list[str]:
        return []  # not a Python module: there is no PyInit function to export


setup(ext_modules=[KERNEL], cmdclass={"build_ext": BuildKernel})
