"""Procedural materials of the sample room; needs the ``bpy`` module."""

from __future__ import annotations

from typing import Any

import bpy

RGB = tuple[float, float, float]


class Shader:
    """A principled material whose node tree is built by chaining small calls."""

    def __init__(self, name: str, color: RGB = (0.8, 0.8, 0.8), roughness: float = 0.5, **inputs: Any) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.principled = self.tree.nodes["Principled BSDF"]
        self.principled.inputs["Base Color"].default_value = (*color, 1)
        self.principled.inputs["Roughness"].default_value = roughness
        for key, value in inputs.items():
            self.principled.inputs[key.replace("_", " ")].default_value = value

    def node(self, kind: str, links: dict[str | int, Any] | None = None, **settings: Any) -> Any:
        """Add a node; ``links`` maps inputs (name or index) to sockets or to constants."""
        node = self.tree.nodes.new(kind)
        for key, value in settings.items():
            setattr(node, key, value)
        for key, value in (links or {}).items():
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, node.inputs[key])
            else:
                node.inputs[key].default_value = value
        return node

    def coordinates(self, scale: RGB = (1, 1, 1), rotation: RGB = (0, 0, 0)) -> Any:
        where = self.node("ShaderNodeTexCoord").outputs["Object"]
        return self.node("ShaderNodeMapping", {"Vector": where, "Scale": scale, "Rotation": rotation}).outputs[0]

    def noise(self, vector: Any, scale: float, detail: float = 8.0, rough: float = 0.6, w: Any = None) -> Any:
        links: dict[str | int, Any] = {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": rough}
        if w is not None:
            links["W"] = w
        return self.node("ShaderNodeTexNoise", links, noise_dimensions="3D" if w is None else "4D").outputs[0]

    def ramp(self, factor: Any, *stops: tuple[float, RGB]) -> Any:
        node = self.node("ShaderNodeValToRGB", {0: factor})
        while len(node.color_ramp.elements) < len(stops):
            node.color_ramp.elements.new(0.5)
        for element, (position, color) in zip(node.color_ramp.elements, stops, strict=True):
            element.position, element.color = position, (*color, 1)
        return node.outputs["Color"]

    def math(self, operation: str, a: Any, b: Any) -> Any:
        node = self.node("ShaderNodeMath", operation=operation)
        for i, value in enumerate((a, b)):
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, node.inputs[i])
            else:
                node.inputs[i].default_value = value
        return node.outputs[0]

    def color(self, socket: Any) -> Shader:
        self.tree.links.new(socket, self.principled.inputs["Base Color"])
        return self

    def roughness(self, socket: Any) -> Shader:
        self.tree.links.new(socket, self.principled.inputs["Roughness"])
        return self

    def bump(self, height: Any, strength: float = 0.3, distance: float = 0.01) -> Shader:
        node = self.node("ShaderNodeBump", {"Height": height, "Strength": strength, "Distance": distance})
        self.tree.links.new(node.outputs[0], self.principled.inputs["Normal"])
        return self


def paint(name: str, color: RGB, roughness: float = 0.6) -> Any:
    """Painted plaster: a faint, uneven surface."""
    s = Shader(name, color, roughness)
    vector = s.coordinates()
    stain = s.noise(vector, 0.7, 4)
    s.color(s.ramp(stain, (0.3, tuple(c * 0.94 for c in color)), (0.7, color)))
    return s.bump(s.noise(vector, 60), 0.12, 0.004).material


def planks() -> Any:
    """Oak boards, each with its own tone and grain."""
    s = Shader("planks")
    where = s.coordinates(rotation=(0, 0, 1.5708))
    board = s.node(
        "ShaderNodeTexBrick",
        {
            "Vector": where,
            "Color1": (0, 0, 0, 1),
            "Color2": (1, 1, 1, 1),
            "Mortar": (0.5, 0.5, 0.5, 1),
            "Scale": 1.0,
            "Mortar Size": 0.0022,
            "Brick Width": 1.7,
            "Row Height": 0.15,
        },
        offset=0.37,
    )
    tone = board.outputs["Color"]
    stretched = s.coordinates((28, 1.3, 1))
    grain = s.noise(stretched, 1.0, 10, 0.65, w=s.math("MULTIPLY", tone, 37.0))
    mixed = s.math("ADD", s.math("MULTIPLY", grain, 0.75), s.math("MULTIPLY", tone, 0.25))
    wood = s.ramp(mixed, (0.22, (0.075, 0.032, 0.014)), (0.48, (0.24, 0.115, 0.05)), (0.75, (0.42, 0.225, 0.105)))
    gap = s.node("ShaderNodeMixRGB", {0: board.outputs[1], "Color1": wood, "Color2": (0.02, 0.01, 0.006, 1)})
    s.color(gap.outputs[0])
    s.roughness(s.math("ADD", s.math("MULTIPLY", grain, 0.22), 0.24))
    return s.bump(s.math("SUBTRACT", s.math("MULTIPLY", grain, 0.25), board.outputs[1]), 0.35, 0.004).material


def wood(name: str, dark: RGB, light: RGB, along: RGB = (2, 30, 30), roughness: float = 0.4) -> Any:
    s = Shader(name, light, roughness)
    grain = s.noise(s.coordinates(along), 1.0, 10, 0.65)
    s.color(s.ramp(grain, (0.3, dark), (0.7, light)))
    return s.bump(grain, 0.2, 0.003).material


def fabric(name: str, color: RGB, second: RGB | None = None, weave: float = 220.0) -> Any:
    """Woven cloth with two slightly different yarns."""
    s = Shader(name, color, 0.9, Sheen_Weight=0.5)
    vector = s.coordinates()
    yarn = s.noise(vector, weave, 2)
    other = second or tuple(c * 0.7 for c in color)
    s.color(s.ramp(yarn, (0.35, other), (0.65, color)))
    return s.bump(yarn, 0.5, 0.003).material


def rug() -> Any:
    """Rings of colour on wool."""
    s = Shader("rug", (0.4, 0.1, 0.1), 0.95, Sheen_Weight=0.6)
    vector = s.coordinates((1, 1, 0))
    wobble = s.noise(vector, 1.6, 3)
    rings = s.node(
        "ShaderNodeTexWave",
        {"Vector": vector, "Scale": 0.62, "Distortion": 0.5, "Detail": 2.0, "Detail Scale": 1.2},
        wave_type="RINGS",
        rings_direction="Z",
    ).outputs[1]
    pattern = s.math("ADD", s.math("MULTIPLY", rings, 0.8), s.math("MULTIPLY", wobble, 0.2))
    palette = s.ramp(
        pattern,
        (0.1, (0.5, 0.43, 0.33)),
        (0.55, (0.6, 0.53, 0.42)),
        (0.68, (0.42, 0.13, 0.06)),
        (0.8, (0.55, 0.47, 0.36)),
        (0.93, (0.05, 0.1, 0.16)),
    )
    return s.color(palette).bump(s.noise(s.coordinates(), 300, 2), 0.8, 0.006).material


def painting(name: str, seed: float, colors: tuple[RGB, ...]) -> Any:
    """An abstract canvas."""
    s = Shader(name, (0.5, 0.5, 0.5), 0.7)
    vector = s.coordinates()
    fold = s.noise(vector, 1.8, 3, 0.5, w=seed)
    fine = s.noise(vector, 9.0, 6, 0.7, w=seed + 3)
    field = s.math("ADD", s.math("MULTIPLY", fold, 0.85), s.math("MULTIPLY", fine, 0.15))
    stops = tuple((0.33 + 0.34 * i / (len(colors) - 1), c) for i, c in enumerate(colors))
    return s.color(s.ramp(field, *stops)).bump(fine, 0.4, 0.004).material


def leaf(name: str, dark: RGB, light: RGB, through: float = 0.4) -> Any:
    """A leaf that glows when lit from behind; every object gets its own tone."""
    s = Shader(name, light, 0.55)
    random = s.node("ShaderNodeObjectInfo").outputs["Random"]
    patch = s.noise(s.coordinates(), 3.0, 3)
    color = s.ramp(
        s.math("ADD", s.math("MULTIPLY", random, 0.5), s.math("MULTIPLY", patch, 0.5)), (0.25, dark), (0.75, light)
    )
    s.color(color)
    back = s.node("ShaderNodeBsdfTranslucent", {"Color": color})
    mix = s.node("ShaderNodeMixShader", {0: through})
    s.tree.links.new(s.principled.outputs[0], mix.inputs[1])
    s.tree.links.new(back.outputs[0], mix.inputs[2])
    s.tree.links.new(mix.outputs[0], s.tree.nodes["Material Output"].inputs["Surface"])
    return s.material


def stone(name: str, dark: RGB, light: RGB, width: float, height: float) -> Any:
    """Slabs with joints."""
    s = Shader(name, light, 0.8)
    vector = s.coordinates()
    slab = s.node(
        "ShaderNodeTexBrick",
        {
            "Vector": vector,
            "Color1": (*dark, 1),
            "Color2": (*light, 1),
            "Mortar": (0.06, 0.055, 0.05, 1),
            "Scale": 1.0,
            "Mortar Size": 0.008,
            "Brick Width": width,
            "Row Height": height,
        },
    )
    grit = s.noise(vector, 25, 10, 0.75)
    shade = s.ramp(grit, (0.3, (0.6, 0.6, 0.6)), (0.7, (1.1, 1.08, 1.04)))
    both = s.node("ShaderNodeMixRGB", {0: 1.0, "Color1": slab.outputs["Color"], "Color2": shade}, blend_type="MULTIPLY")
    s.color(both.outputs[0])
    return s.bump(s.math("SUBTRACT", grit, slab.outputs[1]), 0.5, 0.01).material


def glow(name: str, color: RGB, strength: float) -> Any:
    """A lamp shade lit from inside: emission that still looks like cloth."""
    s = Shader(name, (0.8, 0.72, 0.58), 0.8)
    weave = s.noise(s.coordinates((1, 1, 1)), 140, 2)
    s.principled.inputs["Emission Color"].default_value = (*color, 1)
    s.tree.links.new(s.math("MULTIPLY", s.math("ADD", weave, 0.6), strength), s.principled.inputs["Emission Strength"])
    return s.material
