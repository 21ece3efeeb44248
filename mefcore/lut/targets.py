"""Where a LUT is going: what each program takes, how it looks colours up, and how to load the file there.

Data only, and light to import.  A fact is ``verified`` where we ran the program or read its source; the others come
from manuals, files met in the wild, or habit, and whoever shows them should say "usually".  Program names are names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lookup = Literal["trilinear", "tetrahedral", "either", "unknown"]

COMMON_SIZES = (17, 25, 32, 33, 49, 64, 65, 128, 129)
"""Worth offering where a program takes any."""


@dataclass(frozen=True)
class Target:
    """A program, or a family of them.

    Attributes:
        name: short, stable: for settings and the command line.
        label: what it calls itself.
        formats: names in :data:`mefcore.lut.formats.FORMATS`, the best first.
        sizes: points per axis worth offering there, rising.
        size: the one to choose unless there is a reason.
        lookup: how it finds colours between nodes.
        loading: where the file goes, in a sentence or two.
        caveat: what to look out for, a sentence, or nothing.
        shaper: whether it reads a ``.cube`` with a 1D LUT before the 3D one.
        verified: see the module.
    """

    name: str
    label: str
    formats: tuple[str, ...]
    sizes: tuple[int, ...]
    size: int
    lookup: Lookup
    loading: str
    caveat: str = ""
    shaper: bool = False
    verified: bool = False


TARGETS = (
    Target(
        "any",
        "Any program",
        ("cube", "3dl", "hald", "clf", "csp", "obs"),
        COMMON_SIZES,
        33,
        "unknown",
        "Nearly every program that takes LUTs takes a .cube of 33 points per axis.",
        verified=True,
    ),
    Target(
        "resolve",
        "DaVinci Resolve",
        ("cube", "clf", "3dl"),
        (17, 33, 65),
        33,
        "either",
        "Put the file into the LUT folder that Project Settings › Color Management opens, update the lists there, then "
        "right-click a node and choose it.",
        "Interpolation is chosen in Project Settings. 65 points may slow playback down.",
        shaper=True,
    ),
    Target(
        "premiere",
        "Premiere (Lumetri)",
        ("cube", "3dl"),
        (17, 32, 33, 64, 65),
        33,
        "unknown",
        "In Lumetri Color open Creative, choose Browse beside Look, and pick the file.",
        "Apply it to the base in sRGB or Rec. 709, without an automatic log conversion before it.",
    ),
    Target(
        "photoshop",
        "Photoshop",
        ("cube", "3dl", "csp"),
        (32, 33, 64, 65),
        64,
        "unknown",
        "Put a Color Lookup adjustment layer above the base and load the file as its 3D LUT.",
        "The document must be in sRGB. Tick Dither where a sky shows bands.",
    ),
    Target(
        "lightroom",
        "Lightroom and Camera Raw",
        ("cube",),
        (32, 33),
        32,
        "unknown",
        "Neither loads a LUT file itself. Bring the fused picture instead; or build a profile in Camera Raw, Alt-click "
        "New Preset in its Presets panel, tick Color Lookup Table and choose the file.",
        "The profile resamples to 32 points and is applied before or after other edits, as you choose there.",
    ),
    Target(
        "finalcut",
        "Final Cut Pro",
        ("cube",),
        (17, 32, 33, 64),
        33,
        "unknown",
        "Add the Custom LUT effect to the clip and choose the file; input and output are Rec. 709 or sRGB.",
        "Programs built on Core Image take 64 points at most, so 65 may be refused.",
    ),
    Target(
        "affinity",
        "Affinity",
        ("cube", "3dl", "csp"),
        (17, 32, 33, 64, 65),
        33,
        "unknown",
        "Add a LUT adjustment above the base and choose Load LUT.",
        "The document must be in sRGB.",
    ),
    Target(
        "obs",
        "OBS Studio",
        ("cube", "obs"),
        (17, 33, 64, 65),
        33,
        "trilinear",
        "Add the Apply LUT filter to the source and choose the file.",
        "The picture form has 8 bits only, which can show bands; prefer the .cube.",
        verified=True,
    ),
    Target(
        "ffmpeg",
        "ffmpeg, Kdenlive, Shotcut",
        ("cube", "hald", "3dl"),
        COMMON_SIZES,
        33,
        "tetrahedral",
        "Use the filter lut3d=look.cube, or haldclut with the picture as its second input.",
        "Add interp=trilinear to match a trilinear picture. A .3dl must have 17 points there.",
        verified=True,
    ),
    Target(
        "darktable",
        "darktable",
        ("cube", "hald"),
        (17, 25, 33, 49, 64, 65),
        33,
        "either",
        "Set the LUT 3D root folder in Preferences › Processing, put the file there and choose it in LUT 3D.",
        "Choose sRGB as the application color space in the module, and tetrahedral or trilinear as in Luxcube.",
        verified=True,
    ),
    Target(
        "rawtherapee",
        "RawTherapee and ART",
        ("hald", "clf"),
        (25, 36, 49, 64, 144),
        64,
        "trilinear",
        "Put the picture into the HaldCLUT folder that is set in Preferences and choose it under Film Simulation.",
        "A name that ends in the working profile, such as look-sRGB.png, is read as in that profile. CLF is for ART.",
    ),
    Target(
        "gmic",
        "GIMP with G'MIC",
        ("hald", "cube"),
        (25, 33, 49, 64),
        64,
        "trilinear",
        "Open the filter Apply External CLUT under Colors and choose the file.",
    ),
    Target(
        "ocio",
        "OpenColorIO: Nuke, Blender and others",
        ("clf", "cube", "csp", "3dl"),
        COMMON_SIZES,
        33,
        "either",
        "Name the file in a FileTransform of the config, or load it in the program's own LUT node.",
        shaper=True,
        verified=True,
    ),
)


def target(name: str) -> Target:
    """The target of that name; ``any`` for one that is not known."""
    return next((t for t in TARGETS if t.name == name), TARGETS[0])
