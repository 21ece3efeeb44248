"""Model the sample room and render it to scene-referred linear light.

Needs the Python module of Blender (``pip install bpy==5.0.1`` on Python 3.11, in an environment of its own):

    python packaging/sample/scene.py OUT.hdr [WIDTH] [SAMPLES]

OUT.hdr holds Radiance RGBE pixels: linear light, sRGB primaries, arbitrary scale.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

import bpy
import materials as m
import shapes as s
from garden import garden, sky

WIDE, DEEP, HIGH = 5.6, 7.0, 2.75
GLASS = (-1.9, 1.35)  # left and right edge of the glass doors
WINDOW_TOP = 2.32
SIDE = 1.1  # middle of the window in the right wall


def room() -> None:
    """Floor, walls with an opening to the garden and one to the right, ceiling with beams."""
    white, warm = m.paint("white", (0.78, 0.75, 0.69)), m.paint("sage", (0.36, 0.42, 0.34))
    frame, dark = (
        m.Shader("frame", (0.82, 0.81, 0.78), 0.35).material,
        m.wood("beam", (0.05, 0.025, 0.012), (0.16, 0.085, 0.04)),
    )
    x, y = WIDE / 2, DEEP / 2
    s.box("floor", (0, 0, -0.05), (WIDE + 0.2, DEEP + 0.4, 0.1), m.planks(), bevel=0)
    s.box("ceiling", (0, 0, HIGH + 0.1), (WIDE + 0.6, DEEP + 0.8, 0.2), white, bevel=0)
    s.box("left", (-x - 0.1, 0, HIGH / 2), (0.2, DEEP + 0.6, HIGH), warm, bevel=0)
    s.box("behind", (0, -y - 0.1, HIGH / 2), (WIDE + 0.4, 0.2, HIGH), white, bevel=0)
    left, right = GLASS
    s.box("wall a", ((-x + left) / 2, y + 0.15, HIGH / 2), (left + x, 0.3, HIGH), white)
    s.box("wall b", ((x + 0.1 + right) / 2, y + 0.15, HIGH / 2), (x + 0.1 - right, 0.3, HIGH), white)
    s.box(
        "lintel", ((left + right) / 2, y + 0.15, (HIGH + WINDOW_TOP) / 2), (right - left, 0.3, HIGH - WINDOW_TOP), white
    )
    for low, high, part in ((-y, SIDE - 0.75, "c"), (SIDE + 0.75, y + 0.3, "d")):  # the right wall, around its window
        s.box(f"wall {part}", (x + 0.1, (low + high) / 2, HIGH / 2), (0.2, high - low, HIGH), white, bevel=0)
    s.box("sill wall", (x + 0.1, SIDE, 0.45), (0.2, 1.5, 0.9), white)
    s.box("sill", (x - 0.03, SIDE, 0.92), (0.34, 1.6, 0.04), frame)
    s.box("over", (x + 0.1, SIDE, 2.4), (0.2, 1.5, 0.7), white)
    for at in (SIDE - 0.75, SIDE, SIDE + 0.75):
        s.box("side post", (x + 0.06, at, 1.48), (0.07, 0.06, 1.16), frame)
    width = (right - left) / 4
    for i in range(5):
        s.box("post", (left + i * width, y + 0.1, WINDOW_TOP / 2), (0.085, 0.08, WINDOW_TOP), frame)
    for z, thick in ((0.06, 0.12), (0.62, 0.05), (1.19, 0.04), (1.76, 0.04), (WINDOW_TOP - 0.04, 0.09)):
        s.box("rail", ((left + right) / 2, y + 0.1, z), (right - left, 0.06, thick), frame)
    for i in range(-2, 3):
        s.box("beam", (0, i * 1.45, HIGH - 0.07), (WIDE, 0.17, 0.19), dark, bevel=0.012)
    for at, size in (((-x + 0.012, 0, 0.06), (0.024, DEEP, 0.12)), ((x - 0.012, 0, 0.06), (0.024, DEEP, 0.12))):
        s.box("skirting", at, size, frame)


def curtains() -> None:
    cloth = m.leaf("linen", (0.74, 0.66, 0.53), (0.86, 0.8, 0.68), 0.35)
    y = DEEP / 2 - 0.13
    for name, start, end in (("left", -2.35, -1.8), ("right", 1.28, 1.85)):

        def fold(u: float, v: float, start: float = start, end: float = end) -> s.Point:
            wave = 0.055 * math.sin(u * 38) * (0.55 + 0.45 * (1 - v)) + 0.014 * math.sin(u * 91 + v * 3)
            return (start + (end - start) * u + 0.02 * math.sin(6 * v), y + wave, 0.02 + 2.48 * v)

        s.sheet(f"curtain {name}", fold, 60, 160, cloth)
    rod = s.lathe(
        "rod",
        (-2.5, y, 2.52),
        [(0.0001, 0), (0.014, 0), (0.014, 4.5), (0.0001, 4.5)],
        m.Shader("iron", (0.03, 0.03, 0.03), 0.4).material,
    )
    rod.rotation_euler = (0, math.pi / 2, 0)


def bookcase(rng: random.Random) -> None:
    """Along the left wall, filled with books."""
    oak = m.wood("shelf", (0.17, 0.09, 0.04), (0.33, 0.19, 0.09))
    x, y0, y1, deep = -WIDE / 2 + 0.16, 0.2, 2.5, 0.3
    for y in (y0, (y0 + y1) / 2, y1):
        s.box("side", (x, y, 1.0), (deep, 0.03, 2.0), oak)
    for z in (0.06, 0.47, 0.86, 1.25, 1.63, 1.99):
        s.box("shelf", (x, (y0 + y1) / 2, z), (deep, y1 - y0, 0.028), oak)
    s.box("back", (x - deep / 2 + 0.01, (y0 + y1) / 2, 1.0), (0.012, y1 - y0, 2.0), oak, bevel=0)
    colors = (
        (0.35, 0.05, 0.04),
        (0.05, 0.1, 0.22),
        (0.55, 0.42, 0.22),
        (0.06, 0.18, 0.12),
        (0.6, 0.56, 0.48),
        (0.02, 0.02, 0.025),
        (0.5, 0.2, 0.05),
        (0.2, 0.3, 0.36),
    )
    covers = [m.fabric(f"cover{i}", c, weave=400) for i, c in enumerate(colors)]
    paper = m.Shader("paper", (0.7, 0.65, 0.54), 0.9).material
    for z in (0.075, 0.485, 0.875, 1.265, 1.645):
        y = y0 + 0.03
        while y < y1 - 0.09:
            if rng.random() < 0.06:
                y += rng.uniform(0.05, 0.22)
                continue
            thick, tall, wide = rng.uniform(0.016, 0.052), rng.uniform(0.2, 0.31), rng.uniform(0.15, 0.22)
            if not (y0 + y1) / 2 - 0.08 < y < (y0 + y1) / 2 + 0.02:
                front = x + deep / 2 - 0.03 - rng.uniform(0, 0.03)
                s.box(
                    "book",
                    (front - wide / 2, y + thick / 2, z + tall / 2),
                    (wide, thick, tall),
                    rng.choice(covers),
                    bevel=0.003,
                )
                s.box(
                    "pages",
                    (front - wide / 2 - 0.002, y + thick / 2, z + tall / 2),
                    (wide - 0.004, thick * 0.8, tall + 0.001),
                    paper,
                    bevel=0,
                )
            y += thick + 0.002


def seats() -> None:
    teal, mustard = m.fabric("teal", (0.02, 0.13, 0.15), (0.012, 0.075, 0.09)), m.fabric("mustard", (0.62, 0.32, 0.03))
    coral, cream = m.fabric("coral", (0.6, 0.11, 0.06)), m.fabric("cream", (0.68, 0.62, 0.5))
    leg = m.wood("leg", (0.16, 0.08, 0.035), (0.3, 0.16, 0.07))
    x, y = 1.95, SIDE  # the sofa stands along the right wall, under the window
    s.cushion("seat 1", (x, y - 0.5, 0.38), (0.86, 1.02, 0.26), teal, soft=0.16)
    s.cushion("seat 2", (x, y + 0.5, 0.38), (0.86, 1.02, 0.26), teal, soft=0.16)
    s.cushion("back 1", (x + 0.36, y - 0.5, 0.64), (0.24, 1.0, 0.58), teal, turn=(0, 0.12, 0), soft=0.18)
    s.cushion("back 2", (x + 0.36, y + 0.5, 0.64), (0.24, 1.0, 0.58), teal, turn=(0, 0.12, 0), soft=0.18)
    for side in (-1.1, 1.1):
        s.cushion("arm", (x + 0.04, y + side, 0.42), (0.96, 0.22, 0.5), teal, soft=0.14)
    s.box("base", (x + 0.03, y, 0.22), (0.9, 2.15, 0.12), teal, bevel=0.03)
    for dx in (-0.35, 0.4):
        for dy in (-1.0, 1.0):
            s.box("leg", (x + dx, y + dy, 0.08), (0.05, 0.05, 0.16), leg)
    s.cushion("throw 1", (x + 0.13, y - 0.72, 0.7), (0.46, 0.46, 0.2), mustard, turn=(0.12, -1.25, 0.15), soft=0.75)
    s.cushion("throw 2", (x + 0.13, y + 0.74, 0.7), (0.46, 0.46, 0.2), coral, turn=(-0.1, -1.25, -0.2), soft=0.75)
    s.cushion("throw 3", (x + 0.02, y + 0.36, 0.67), (0.4, 0.4, 0.18), cream, turn=(0.25, -1.15, 0.1), soft=0.75)


def table(rng: random.Random) -> None:
    """A low round table with fruit, a mug, a book and tulips."""
    oak = m.wood("table", (0.2, 0.1, 0.045), (0.4, 0.23, 0.11), (3, 26, 26), 0.3)
    x, y, top = 0.1, 1.0, 0.42
    s.lathe(
        "top",
        (x, y, 0),
        [(0.0001, top - 0.04), (0.47, top - 0.04), (0.5, top - 0.025), (0.5, top - 0.008), (0.49, top), (0.0001, top)],
        oak,
    )
    for i in range(3):
        angle = 2.1 * i + 0.4
        s.box("leg", (x + 0.36 * math.cos(angle), y + 0.36 * math.sin(angle), 0.19), (0.045, 0.045, 0.38), oak)
    bowl = m.Shader("bowl", (0.04, 0.12, 0.25), 0.15, Specular_IOR_Level=0.6).material
    s.lathe(
        "bowl",
        (x - 0.14, y - 0.12, top),
        [
            (0.0001, 0.012),
            (0.06, 0.012),
            (0.13, 0.05),
            (0.16, 0.1),
            (0.153, 0.1),
            (0.12, 0.055),
            (0.055, 0.02),
            (0.0001, 0.02),
        ],
        bowl,
    )
    orange, lemon = m.Shader("orange", (0.75, 0.22, 0.012), 0.4), m.Shader("lemon", (0.78, 0.55, 0.03), 0.4)
    for shader in (orange, lemon):
        shader.bump(shader.noise(shader.coordinates(), 130, 3), 0.35, 0.002)
    spots = [(0.055 * math.cos(a), 0.055 * math.sin(a), 0.075) for a in (0.3, 1.7, 3.0, 4.4)] + [(0.0, 0.01, 0.135)]
    for i, (dx, dy, dz) in enumerate(spots):
        s.ball(
            "fruit", (x - 0.14 + dx, y - 0.12 + dy, top + dz), 0.04, (orange, orange, lemon, orange, lemon)[i].material
        )
    vase = m.Shader("vase", (0.6, 0.66, 0.64), 0.08, Specular_IOR_Level=0.7).material
    s.lathe(
        "vase",
        (x + 0.16, y + 0.14, top),
        [
            (0.0001, 0.0),
            (0.055, 0.0),
            (0.075, 0.07),
            (0.06, 0.16),
            (0.035, 0.2),
            (0.045, 0.235),
            (0.04, 0.235),
            (0.03, 0.2),
            (0.0001, 0.18),
        ],
        vase,
    )
    tulips((x + 0.16, y + 0.14, top + 0.18), rng)
    mug = m.Shader("mug", (0.72, 0.7, 0.65), 0.25).material
    s.lathe(
        "mug",
        (x + 0.18, y - 0.24, top),
        [(0.0001, 0.006), (0.036, 0.006), (0.042, 0.09), (0.038, 0.09), (0.033, 0.02), (0.0001, 0.02)],
        mug,
    )
    s.box(
        "magazine",
        (x + 0.02, y + 0.22, top + 0.012),
        (0.22, 0.29, 0.02),
        m.painting("cover", 4.0, ((0.7, 0.67, 0.6), (0.1, 0.2, 0.3), (0.6, 0.15, 0.08))),
        turn=0.5,
    )


def tulips(at: s.Point, rng: random.Random) -> None:
    stem = m.leaf("stem", (0.07, 0.17, 0.03), (0.16, 0.3, 0.06))
    petals = [
        m.leaf("red", (0.55, 0.02, 0.02), (0.75, 0.08, 0.03)),
        m.leaf("pink", (0.7, 0.2, 0.25), (0.85, 0.45, 0.45)),
        m.leaf("gold", (0.8, 0.4, 0.02), (0.85, 0.6, 0.05)),
    ]
    s.scatter("greens", [s.blades("greens", 26, 0.012, 0.3, 0.028, 0.75, stem, 3)], [at], (1, 1), 3)
    for i in range(11):
        angle, tilt, length = i * 2.4, rng.uniform(0.08, 0.42), rng.uniform(0.2, 0.34)
        tip = (at[0] + length * tilt * math.cos(angle), at[1] + length * tilt * math.sin(angle), at[2] + length)

        def stalk(u: float, v: float, tip: s.Point = tip) -> s.Point:
            turn = 2 * math.pi * u
            return (
                at[0] + (tip[0] - at[0]) * v * v + 0.004 * math.cos(turn),
                at[1] + (tip[1] - at[1]) * v * v + 0.004 * math.sin(turn),
                at[2] + (tip[2] - at[2]) * v,
            )

        s.sheet("stalk", stalk, 8, 8, stem)
        s.lathe(
            "tulip",
            tip,
            [(0.0001, -0.012), (0.018, -0.004), (0.027, 0.018), (0.024, 0.045), (0.013, 0.062), (0.0001, 0.05)],
            rng.choice(petals),
            steps=18,
        )


def lamp() -> None:
    brass = m.Shader("brass", (0.75, 0.5, 0.2), 0.28, Metallic=1.0).material
    at = (-2.25, 2.92, 0.0)
    s.lathe(
        "foot",
        at,
        [(0.0001, 0), (0.15, 0), (0.15, 0.018), (0.02, 0.03), (0.012, 0.05), (0.012, 1.45), (0.0001, 1.45)],
        brass,
    )
    s.lathe(
        "shade",
        (at[0], at[1], 1.4),
        [(0.24, 0), (0.17, 0.32), (0.168, 0.32), (0.238, 0)],
        m.glow("shade", (1.0, 0.56, 0.24), 4.0),
    )
    bulb = bpy.data.lights.new("bulb", "POINT")
    bulb.energy, bulb.color, bulb.shadow_soft_size = 42.0, (1.0, 0.62, 0.32), 0.05
    made = bpy.data.objects.new("bulb", bulb)
    made.location = (at[0], at[1], 1.52)
    bpy.context.collection.objects.link(made)


def wall_things() -> None:
    black = m.Shader("black", (0.015, 0.015, 0.015), 0.35).material
    sea = ((0.02, 0.06, 0.14), (0.08, 0.25, 0.35), (0.6, 0.62, 0.58), (0.75, 0.45, 0.2), (0.4, 0.1, 0.05))
    s.box("frame", (2.12, DEEP / 2 - 0.015, 1.65), (0.52, 0.03, 0.68), black)
    s.box(
        "canvas", (2.12, DEEP / 2 - 0.025, 1.65), (0.46, 0.022, 0.62), m.painting("canvas9", 12.0, sea[::-1]), bevel=0
    )
    s.lathe("rug", (0.25, 0.75, 0.0), [(0.0001, 0.012), (1.42, 0.012), (1.45, 0.006), (1.45, 0.0)], m.rug(), steps=128)
    clay = m.Shader("clay", (0.45, 0.17, 0.08), 0.75).material
    pot = [
        (0.0001, 0.0),
        (0.13, 0.0),
        (0.175, 0.3),
        (0.19, 0.3),
        (0.19, 0.34),
        (0.17, 0.34),
        (0.165, 0.3),
        (0.0001, 0.29),
    ]
    sword = m.leaf("sword", (0.02, 0.07, 0.03), (0.1, 0.22, 0.06), 0.15)
    for at, size in (((2.3, 3.0, 0.0), 0.95), ((-2.4, -0.05, 0.0), 0.6)):
        s.lathe("pot", at, pot, clay)
        s.scatter(
            "plant", [s.blades("sword", 30, 0.06, size, 0.075, 0.35, sword, 5)], [(at[0], at[1], 0.28)], (1, 1), 5
        )


def portals() -> None:
    """Tell the path tracer where daylight comes in."""
    left, right = GLASS
    for at, size, turn in (
        (((left + right) / 2, DEEP / 2 + 0.32, WINDOW_TOP / 2), (right - left, WINDOW_TOP), (-math.pi / 2, 0, 0)),
        ((WIDE / 2 + 0.22, SIDE, 1.48), (1.16, 1.5), (0, math.pi / 2, 0)),
    ):
        light = bpy.data.lights.new("portal", "AREA")
        light.shape, (light.size, light.size_y) = "RECTANGLE", size
        light.cycles.is_portal = True
        made = bpy.data.objects.new("portal", light)
        made.location, made.rotation_euler = at, turn
        bpy.context.collection.objects.link(made)


def camera() -> None:
    lens = bpy.data.cameras.new("camera")
    lens.lens, lens.sensor_width = 22.5, 36.0
    lens.shift_y = -0.03
    made = bpy.data.objects.new("camera", lens)
    made.location, made.rotation_euler = (-0.35, -2.75, 1.36), (math.pi / 2, 0, math.radians(-3.5))
    bpy.context.collection.objects.link(made)
    bpy.context.scene.camera = made


def render(target: Path, width: int, samples: int) -> None:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = (
        width,
        width * 2 // 3,
        100,
    )
    scene.render.image_settings.file_format = "HDR"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 7
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.04
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.transparent_max_bounces = 7, 5, 6
    cycles.sample_clamp_indirect, cycles.caustics_reflective, cycles.caustics_refractive = 40.0, False, False
    scene.render.filepath = str(target.resolve())
    bpy.ops.render.render(write_still=True)


def main() -> None:
    arguments = sys.argv[1:]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    rng = random.Random(20)
    for part in (room, curtains, seats, lamp, wall_things, sky, portals, camera):
        part()
    for filled in (bookcase, table):
        filled(rng)
    garden(rng, DEEP / 2 + 0.3, WIDE / 2)
    render(Path(arguments[0]), *(int(a) for a in (arguments[1:3] or ["1800", "56"])))


if __name__ == "__main__":
    main()
