"""What the sample room looks out on; needs the ``bpy`` module."""

from __future__ import annotations

import math
import random
from typing import Any

import bpy
import materials as m
import shapes as s


def garden(rng: random.Random, y: float, x: float) -> None:
    """Terrace, lawn, hedges, flower beds, trees and hills, beyond the wall at ``y`` and right of the one at ``x``."""
    s.box(
        "terrace",
        (0, y + 1.1, -0.12),
        (16, 2.2, 0.1),
        m.stone("slabs", (0.38, 0.36, 0.33), (0.52, 0.49, 0.44), 0.9, 0.6),
        bevel=0.01,
    )
    soil = m.Shader("soil", (0.08, 0.1, 0.03), 1.0).material
    s.box("lawn", (0, y + 35, -0.2), (160, 80, 0.1), soil, bevel=0)
    grass = m.leaf("grass", (0.05, 0.12, 0.015), (0.17, 0.27, 0.04), 0.35)
    tufts = [s.blades(f"tuft{i}", 150, 0.12, 0.11, 0.008, 0.7, grass, i) for i in range(4)]
    spots = [(rng.uniform(-9, 9), y + 2.2 + 15 * rng.random() ** 1.5, -0.15) for _ in range(9000)]
    s.scatter("grass", tufts, spots, (0.7, 1.3), 1)
    green = m.leaf("hedge", (0.025, 0.07, 0.015), (0.12, 0.2, 0.035), 0.3)
    twigs = [s.leaves(f"twig{i}", 90, 0.3, 0.05, green, i) for i in range(3)]
    hedge = [(rng.uniform(-11, 11), y + 15.5 + rng.uniform(-0.5, 0.7), rng.uniform(-0.1, 1.35)) for _ in range(2600)]
    hedge += [(x + 4.5 + rng.uniform(-0.5, 0.5), rng.uniform(0.5, 15), rng.uniform(-0.1, 1.6)) for _ in range(2200)]
    s.scatter("hedge", twigs, hedge, (0.8, 1.3), 2)
    bloom = [
        m.leaf(f"bloom{i}", tuple(c * 0.8 for c in color), color, 0.3)
        for i, color in enumerate(((0.8, 0.75, 0.7), (0.75, 0.2, 0.35), (0.55, 0.2, 0.6), (0.85, 0.55, 0.05)))
    ]
    for i, flower in enumerate(bloom):
        heads = [
            s.leaves(f"head{i}", 26, 0.13, 0.045, flower, i),
            s.blades(f"stalks{i}", 40, 0.1, 0.42, 0.012, 0.5, grass, i),
        ]
        bed = [
            (-7 + 3.3 * i + rng.gauss(0, 0.7), y + 3.6 + rng.gauss(0, 0.4) + 0.5 * i, rng.uniform(0.18, 0.42))
            for _ in range(70)
        ]
        s.scatter("bed", heads[:1], bed, (0.7, 1.2), i)
        s.scatter("stalks", heads[1:], [(a, b, -0.12) for a, b, _ in bed], (0.8, 1.2), i)
    bark = m.wood("bark", (0.03, 0.022, 0.015), (0.12, 0.095, 0.07), (14, 14, 2), 0.9)
    for i, (at, height) in enumerate(
        (
            ((-4.3, y + 8, -0.15), 6.2),
            ((1.9, y + 11.5, -0.15), 7.0),
            ((7.6, y + 1.5, -0.15), 5.5),
            ((-9.0, y + 14, -0.15), 8.0),
        )
    ):
        tone = m.leaf(f"foliage{i}", (0.03 + 0.01 * i, 0.1, 0.015), (0.17 + 0.03 * i, 0.27, 0.035), 0.45)
        s.tree(at, height, i + 1, bark, tone, rng)
    hill = m.Shader("hill", (0.2, 0.26, 0.24), 1.0)
    woods = hill.noise(hill.coordinates(), 0.22, 10, 0.7)
    hill.color(hill.ramp(woods, (0.4, (0.09, 0.13, 0.11)), (0.6, (0.2, 0.25, 0.2))))
    s.sheet(
        "hills",
        lambda u, v: (420 * (u - 0.5), y + 70 + 130 * v, v * (16 + 6 * math.sin(9 * u) + 4 * math.sin(23 * u + 2)) - 1),
        40,
        200,
        hill.material,
    )


def sky() -> None:
    """A physical sky with a noise of clouds in front of it."""
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    nodes, link = tree.nodes, tree.links.new
    air = nodes.new("ShaderNodeTexSky")
    air.sky_type, air.sun_elevation, air.sun_rotation = "MULTIPLE_SCATTERING", math.radians(36), math.radians(62)
    air.sun_intensity, air.sun_size, air.aerosol_density = 0.55, math.radians(0.9), 1.6
    where = nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    split = nodes.new("ShaderNodeSeparateXYZ")
    link(where, split.inputs[0])

    def math_node(operation: str, a: Any, b: Any) -> Any:
        node = nodes.new("ShaderNodeMath")
        node.operation = operation
        for i, value in enumerate((a, b)):
            if isinstance(value, float):
                node.inputs[i].default_value = value
            else:
                link(value, node.inputs[i])
        return node.outputs[0]

    height = math_node("ADD", math_node("MAXIMUM", split.outputs["Z"], 0.0), 0.12)
    flat = nodes.new("ShaderNodeCombineXYZ")
    for i, axis in enumerate("XY"):
        link(math_node("DIVIDE", split.outputs[axis], height), flat.inputs[i])
    noise = nodes.new("ShaderNodeTexNoise")
    for key, value in (("Scale", 0.75), ("Detail", 12.0), ("Roughness", 0.56)):
        noise.inputs[key].default_value = value
    link(flat.outputs[0], noise.inputs["Vector"])
    cover = nodes.new("ShaderNodeMapRange")
    for key, value in (("From Min", 0.5), ("From Max", 0.66)):
        cover.inputs[key].default_value = value
    cover.interpolation_type = "SMOOTHSTEP"
    link(noise.outputs[0], cover.inputs["Value"])
    mix = nodes.new("ShaderNodeMixRGB")
    mix.inputs["Color2"].default_value = (19.0, 18.6, 18.2, 1)
    link(math_node("MULTIPLY", cover.outputs[0], 0.85), mix.inputs[0])
    link(air.outputs[0], mix.inputs["Color1"])
    link(mix.outputs[0], nodes["Background"].inputs["Color"])
    nodes["Background"].inputs["Strength"].default_value = 1.0
