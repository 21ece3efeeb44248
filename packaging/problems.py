"""Finds what the program can say of problems: the messages and hints of every :class:`~mefcore.errors.MefError`.

The core speaks English and knows no translator; the window translates when it tells (:mod:`app.problems`).  For that it
needs to know the sentences, with a place for each value: ``f"has {n} frames"`` is ``has {0} frames``.  They are read
from the syntax tree.  An argument that is no text there is followed: to constants, to the branches of a condition, to
what a function returns, and to the callers of a function it is a parameter of.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("mefcore", "app")
LEFT_OUT = ("mefcore/train", "mefcore/evaluate", "mefcore/cli", "mefcore/look/text.py")
"""Beginnings of files of which only commands tell."""
_DEEPEST = 4
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Source:
    """Where a text is looked for: the module's constants and functions, and the function it stands in."""

    tree: ast.Module
    function: Function | None = None
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)


class Finder:
    """All modules, and what is said in them."""

    def __init__(self, root: Path = ROOT) -> None:
        paths = sorted(p for folder in FOLDERS for p in (root / folder).rglob("*.py"))
        modules = [
            _module(ast.parse(path.read_text(encoding="utf-8"), str(path)))
            for path in paths
            if not path.relative_to(root).as_posix().startswith(LEFT_OUT)
        ]
        self._calls: dict[str, list[tuple[Source, ast.Call]]] = {}
        for module in modules:
            for source, call in _calls(module):
                self._calls.setdefault(_name(call), []).append((source, call))
        self._errors = _errors(modules)

    def texts(self) -> list[str]:
        """Every message and hint, each once, in alphabetical order."""
        found = {
            text
            for error in self._errors
            for source, call in self._calls.get(error, ())
            for argument in _said(call)
            for text in self._followed(argument, source, _DEEPEST)
        }
        return sorted(text for text in found if any(letter.isalpha() for letter in _plain(text)))

    def _followed(self, node: ast.expr, source: Source, depth: int) -> Iterator[str]:
        """What an expression can be; a value that is no text anywhere is a place."""
        if depth == 0:
            return
        match node:
            case ast.Constant(value=str(text)):
                yield _escaped(text)
            case ast.JoinedStr(values=values):
                yield _numbered([_escaped(v.value) if isinstance(v, ast.Constant) else None for v in values])
            case ast.IfExp(body=body, orelse=otherwise):
                yield from self._followed(body, source, depth)
                yield from self._followed(otherwise, source, depth)
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self._followed(value, source, depth)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                sides = [list(self._followed(side, source, depth)) or [None] for side in (left, right)]
                yield from (_numbered([a, b]) for a, b in product(*sides) if a is not None or b is not None)
            case ast.Name(id=name):
                yield from self._named(name, source, depth)
            case ast.Call(func=ast.Name(id=name)) if name in source.functions:
                inner = replace(source, function=source.functions[name])
                for step in ast.walk(source.functions[name]):
                    if isinstance(step, ast.Return) and step.value is not None:
                        yield from self._followed(step.value, inner, depth - 1)

    def _named(self, name: str, source: Source, depth: int) -> Iterator[str]:
        function = source.function
        if function is not None:
            for step in ast.walk(function):
                if isinstance(step, ast.Assign):
                    yield from self._assigned(step, name, source, depth)
            known = [a.arg for a in (*function.args.posonlyargs, *function.args.args) if a.arg not in ("self", "cls")]
            if name in known or name in [a.arg for a in function.args.kwonlyargs]:
                place = known.index(name) if name in known else None
                yield from self._passed(function.name, name, place, depth - 1)
        if name in source.constants:
            yield from self._followed(source.constants[name], source, depth - 1)

    def _assigned(self, step: ast.Assign, name: str, source: Source, depth: int) -> Iterator[str]:
        target, value = step.targets[0], step.value
        if isinstance(target, ast.Name) and target.id == name:
            yield from self._followed(value, source, depth - 1)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, given in zip(target.elts, value.elts, strict=False):
                if isinstance(one, ast.Name) and one.id == name:
                    yield from self._followed(given, source, depth - 1)

    def _passed(self, function: str, name: str, place: int | None, depth: int) -> Iterator[str]:
        for source, call in self._calls.get(function, ()):
            given = [k.value for k in call.keywords if k.arg == name]
            if place is not None and place < len(call.args):
                given.append(call.args[place])
            for argument in given:
                yield from self._followed(argument, source, depth)


def _module(tree: ast.Module) -> Source:
    module = Source(tree)
    for node in ast.walk(tree):
        if isinstance(node, Function):
            module.functions[node.name] = node
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            module.constants[node.targets[0].id] = node.value
    return module


def _calls(module: Source) -> Iterator[tuple[Source, ast.Call]]:
    """Every call, with the innermost function around it."""

    def within(node: ast.AST, source: Source) -> Iterator[tuple[Source, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            inner = source
            if isinstance(child, Function):
                inner = replace(module, function=child)
            if isinstance(child, ast.Call):
                yield source, child
            yield from within(child, inner)

    yield from within(module.tree, module)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _errors(modules: list[Source]) -> set[str]:
    """Names of the classes that are a MefError, however far."""
    known = {"MefError"}
    while True:
        more = {
            node.name
            for module in modules
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in known for base in node.bases)
        }
        if more <= known:
            return known
        known |= more


def _said(call: ast.Call) -> list[ast.expr]:
    return [*call.args[:1], *(k.value for k in call.keywords if k.arg in ("message", "hint"))]


def _numbered(parts: list[str | None]) -> str:
    """Joined, with a numbered place for each part that is no text, and those within parts counted on."""
    text, count = "", 0
    for part in parts:
        if part is None:
            text += f"{{{count}}}"
            count += 1
            continue
        inner = 0
        while f"{{{inner}}}" in part:
            inner += 1
        for i in reversed(range(inner)):
            part = part.replace(f"{{{i}}}", f"{{{i + count}}}")
        text, count = text + part, count + inner
    return text


def _escaped(text: str) -> str:
    """For :meth:`str.format`."""
    return text.replace("{", "{{").replace("}", "}}")


def _plain(text: str) -> str:
    """Without its places."""
    return text.format(*[""] * 20)


if __name__ == "__main__":
    print("\n".join(Finder().texts()))
