"""Small mesh makers for the sample room; needs the ``bpy`` module."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import bmesh
import bpy
from mathutils import Euler, Matrix, Vector

Point = tuple[float, float, float]


def _object(name: str, mesh: Any, material: Any, at: Point = (0, 0, 0), turn: float = 0.0) -> Any:
    made = bpy.data.objects.new(name, mesh)
    made.location, made.rotation_euler = at, (0, 0, turn)
    if material is not None and not mesh.materials:
        mesh.materials.append(material)
    bpy.context.collection.objects.link(made)
    return made


def box(name: str, at: Point, size: Point, material: Any, *, bevel: float = 0.004, turn: float = 0.0) -> Any:
    """A box with softly broken edges, centred on ``at``."""
    mesh = bpy.data.meshes.new(name)
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=1.0, matrix=Matrix.Diagonal((*size, 1)))
    shape.to_mesh(mesh)
    made = _object(name, mesh, material, at, turn)
    if bevel:
        edge = made.modifiers.new("bevel", "BEVEL")
        edge.width, edge.segments = min(bevel, 0.45 * min(size)), 3
    return made


def cushion(name: str, at: Point, size: Point, material: Any, *, turn: Point = (0, 0, 0), soft: float = 0.35) -> Any:
    """A pillow: a subdivided box that bulges."""
    mesh = bpy.data.meshes.new(name)
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=1.0)
    bmesh.ops.subdivide_edges(shape, edges=shape.edges[:], cuts=9, use_grid_fill=True)
    for v in shape.verts:
        x, y, z = (2 * c for c in v.co)
        round_off = 1 - soft * (0.5 * (x * x * y * y + y * y * z * z + x * x * z * z) / 1.5)
        v.co = Vector((x * (1 - soft * 0.3 * y * y * z * z), y * (1 - soft * 0.3 * x * x * z * z), z)) * 0.5 * round_off
        v.co.z *= 1 - soft * (0.55 * (x**4 + y**4) / 2)
        v.co = Vector(c * s for c, s in zip(v.co, size, strict=True))
    shape.to_mesh(mesh)
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    made = _object(name, mesh, material, at)
    made.rotation_euler = Euler(turn)
    made.modifiers.new("soft", "SUBSURF").render_levels = 2
    return made


def lathe(name: str, at: Point, profile: Sequence[tuple[float, float]], material: Any, *, steps: int = 64) -> Any:
    """Turn ``(radius, height)`` points about the vertical axis."""
    mesh = bpy.data.meshes.new(name)
    shape = bmesh.new()
    rings = []
    for radius, height in profile:
        turn = [2 * math.pi * i / steps for i in range(steps)]
        rings.append([shape.verts.new((radius * math.cos(a), radius * math.sin(a), height)) for a in turn])
    for low, high in pairwise(rings):
        for i in range(steps):
            j = (i + 1) % steps
            shape.faces.new((low[i], low[j], high[j], high[i]))
    shape.to_mesh(mesh)
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    return _object(name, mesh, material, at)


def ball(name: str, at: Point, radius: float, material: Any) -> Any:
    half = [math.pi * (i / 16 - 0.5) for i in range(17)]
    return lathe(name, at, [(max(1e-4, radius * math.cos(a)), radius * math.sin(a)) for a in half], material, steps=40)


def sheet(name: str, height: Callable[[float, float], Point], rows: int, columns: int, material: Any) -> Any:
    """A surface ``(u, v) in [0, 1]**2 -> point``."""
    mesh = bpy.data.meshes.new(name)
    grid = [[height(j / columns, i / rows) for j in range(columns + 1)] for i in range(rows + 1)]
    w = columns + 1
    faces = [
        (i * w + j, i * w + j + 1, (i + 1) * w + j + 1, (i + 1) * w + j) for i in range(rows) for j in range(columns)
    ]
    mesh.from_pydata([p for row in grid for p in row], [], faces)
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    return _object(name, mesh, material)


def blades(
    name: str, count: int, spread: float, length: float, width: float, lean: float, material: Any, seed: int
) -> Any:
    """A mesh of bent, tapering blades: a tuft of grass or a house plant."""
    rng = random.Random(seed)
    points: list[Vector] = []
    faces: list[tuple[int, ...]] = []
    parts = 6
    for _ in range(count):
        root = Vector((rng.gauss(0, spread), rng.gauss(0, spread), 0))
        heading, size = rng.uniform(0, 2 * math.pi), length * rng.uniform(0.55, 1.1)
        bend, out = lean * rng.uniform(0.3, 1.2), Vector((math.cos(heading), math.sin(heading), 0))
        side = Vector((-out.y, out.x, 0))
        start = len(points)
        for i in range(parts + 1):
            t = i / parts
            middle = root + out * (bend * size * t * t) + Vector((0, 0, size * (t - 0.25 * bend * t * t)))
            half = 0.5 * width * (0.55 + 1.2 * t) * (1 - t) ** 0.55 if t < 1 else 1e-4
            points += [middle - side * half, middle + side * half]
        faces += [(start + 2 * i, start + 2 * i + 1, start + 2 * i + 3, start + 2 * i + 2) for i in range(parts)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(points, [], faces)
    mesh.materials.append(material)
    return mesh


def leaves(name: str, count: int, radius: float, size: float, material: Any, seed: int) -> Any:
    """A mesh of small folded leaves filling a ball."""
    rng = random.Random(seed)
    points: list[Vector] = []
    faces: list[tuple[int, ...]] = []
    outline = [(0, 0, 0), (0.32, 0.3, 0.1), (0.26, 0.7, 0.1), (0, 1, 0), (-0.26, 0.7, 0.1), (-0.32, 0.3, 0.1)]
    for _ in range(count):
        place = Vector((rng.gauss(0, 1), rng.gauss(0, 1), rng.gauss(0, 1))) * radius * 0.55
        turn = Euler([rng.uniform(-1.2, 1.2), rng.uniform(-1.2, 1.2), rng.uniform(0, 6.28)]).to_matrix()
        start = len(points)
        points += [place + turn @ Vector(p) * size * rng.uniform(0.7, 1.3) for p in outline]
        faces += [(start, start + 1, start + 2, start + 3), (start, start + 3, start + 4, start + 5)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(points, [], faces)
    mesh.materials.append(material)
    return mesh


def scatter(name: str, meshes: Sequence[Any], places: Sequence[Point], scale: tuple[float, float], seed: int) -> None:
    """Copies of ``meshes`` (sharing their data) at ``places``, turned and scaled at random."""
    rng = random.Random(seed)
    for at in places:
        made = _object(name, rng.choice(list(meshes)), None, at, rng.uniform(0, 6.28))
        made.scale = (rng.uniform(*scale),) * 3


def tree(at: Point, height: float, seed: int, bark: Any, foliage: Any, rng: random.Random) -> None:
    """A trunk with branches of branches, ending in clusters of leaves."""
    clusters = [leaves(f"cluster{seed}{i}", 130, 0.42, 0.075, foliage, seed * 10 + i) for i in range(3)]
    curve = bpy.data.curves.new(f"tree{seed}", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution = "3D", 1.0, 2
    ends: list[Point] = []

    def grow(start: Vector, heading: Vector, length: float, thickness: float, level: int) -> None:
        steps = 5
        spline = curve.splines.new("POLY")
        spline.points.add(steps)
        here, way = start.copy(), heading.normalized()
        for i in range(steps + 1):
            spline.points[i].co = (*here, 1)
            spline.points[i].radius = thickness * (1 - 0.55 * i / steps)
            if level < 3 and i >= (2 if level == 0 else 1):
                for _ in range(3 if level == 0 else 2):
                    side = Vector((rng.gauss(0, 1), rng.gauss(0, 1), rng.gauss(0.25, 0.5))).normalized()
                    grow(here, way * 0.55 + side, length * rng.uniform(0.42, 0.62), thickness * 0.45, level + 1)
            if level >= 2 and i >= 2:
                ends.append(tuple(here + Vector(at)))
            way = (way + Vector((rng.gauss(0, 0.16), rng.gauss(0, 0.16), rng.gauss(0.03, 0.1)))).normalized()
            here = here + way * (length / steps)

    grow(Vector((0, 0, 0)), Vector((0, 0, 1)), height * 0.72, 0.035 * height, 0)
    made = _object(f"tree{seed}", curve, bark, at)
    made.data.use_fill_caps = True
    rng.shuffle(ends)
    scatter("foliage", clusters, ends[:900], (0.5, 1.0), seed)
