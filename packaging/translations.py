"""Collects every text a person sees, for Qt Linguist, and compiles the translations.

    python packaging/translations.py            update resources/i18n/*.ts and compile them
    python packaging/translations.py --check    say what is missing, and change nothing

Texts are found in the syntax tree, not by lupdate: it cannot know the context of the short functions that wrap
``translate``, nor the texts of parameters, which reach the window from their declarations, nor what the core says of
problems.  lupdate then merges what was found into the files of each language, and lrelease compiles those.
"""

from __future__ import annotations

import ast
import functools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from problems import Finder

ROOT = Path(__file__).resolve().parents[1]
I18N = ROOT / "resources" / "i18n"
sys.path.insert(0, str(ROOT))
LANGUAGES = ("de",)
SPEAKERS = ("app/panels/words.py", "app/problems.py")
"""Modules that translate what others say; :func:`of_parameters` and :func:`of_problems` know all of it."""
Text = tuple[str, str]
"""Context and source text."""


class Collector(ast.NodeVisitor):
    """The texts of one module.

    Attributes:
        texts: what was found.
        unknown: lines with a text that is not written out there.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.texts: list[Text] = []
        self.unknown: list[int] = []
        self._classes: list[str] = []
        self._wrappers = dict(_wrappers(tree))
        self._imported = dict(_imported(tree))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in self._wrappers:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "translate" and len(node.args) >= 2:
            self._take(node, _constant(node.args[0]), node.args[1])
        elif name == "tr" and isinstance(node.func, ast.Attribute) and node.args:
            owner = getattr(node.func.value, "id", "")
            if owner in ("self", "cls"):
                self._take(node, self._classes[-1] if self._classes else None, node.args[0])
        elif isinstance(node.func, ast.Name) and name in self._wrappers and node.args:
            self._take(node, self._wrappers[name], node.args[0])
        elif isinstance(node.func, ast.Name) and name in self._imported and node.args:
            # What is not written out here is marked in that module.
            text = _constant(node.args[0])
            if text:
                self.texts.append((self._imported[name], text))

    def _take(self, node: ast.Call, context: str | None, argument: ast.expr) -> None:
        options = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
        for option in options:
            text = _constant(option)
            if context is None or text is None:
                self.unknown.append(node.lineno)
            elif text:
                self.texts.append((context, text))


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _wrappers(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions of a module that do nothing but translate in one context; and ``_``, which marks what another will."""
    context = None
    named = {
        node.targets[0].id: _constant(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "translate":
                first = call.args[0]
                found = named.get(first.id) if isinstance(first, ast.Name) else _constant(first)
                if found is not None and isinstance(call.args[1], ast.Name):
                    context = found
                    yield node.name, found
    if context is not None and any(isinstance(n, ast.FunctionDef) and n.name == "_" for n in tree.body):
        yield "_", context


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Wrappers of other modules of the window."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app."):
            path = ROOT / ((node.module or "").replace(".", "/") + ".py")
            if path.is_file():
                theirs = dict(_wrappers(ast.parse(path.read_text(encoding="utf-8"))))
                yield from ((a.asname or a.name, theirs[a.name]) for a in node.names if a.name in theirs)


@functools.cache
def of_module(path: Path) -> Collector:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    found = Collector(tree)
    found.visit(tree)
    return found


def of_parameters() -> list[Text]:
    """Labels, helps and choices of parameters, which the window gets from their declarations."""
    from app.panels.words import CONTEXT, spoken

    return [(CONTEXT, text) for text in spoken() if text]


@functools.cache
def of_problems() -> list[Text]:
    """What the core says of problems."""
    from app.problems import CONTEXT

    return [(CONTEXT, text) for text in Finder().texts()]


def collect() -> list[Text]:
    """All texts, each once, ordered so that the files change little."""
    found = [text for path in sorted((ROOT / "app").rglob("*.py")) for text in of_module(path).texts]
    return sorted(dict.fromkeys([*found, *of_parameters(), *of_problems()]), key=lambda t: t[0])


def unknown() -> dict[str, list[int]]:
    """Lines with a text that nobody can translate, by file."""
    found = {p.relative_to(ROOT).as_posix(): of_module(p).unknown for p in sorted((ROOT / "app").rglob("*.py"))}
    return {path: lines for path, lines in found.items() if lines and path not in SPEAKERS}


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / f"pyside6-{tool}"), *arguments], check=True, cwd=ROOT)


def source() -> str:
    """A module that only translates, for lupdate."""
    lines = [f"translate({context!r}, {_quoted(text)})" for context, text in collect()]
    return "\n".join(
        ["from PySide6.QtCore import QCoreApplication", "translate = QCoreApplication.translate", *lines, ""]
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def problems() -> str:
    """What the window has to know to tell one sentence from another."""
    return json.dumps([text for _, text in of_problems()], ensure_ascii=False, indent=0) + "\n"


def update() -> None:
    """Merge what was found into every language, and compile."""
    I18N.mkdir(exist_ok=True)
    from app.problems import SENTENCES

    SENTENCES.write_text(problems(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "texts.py"
        module.write_text(source(), encoding="utf-8")
        for language in LANGUAGES:
            ts = I18N / f"luxcube_{language}.ts"
            _run(
                "lupdate",
                "-locations",
                "none",
                "-no-obsolete",
                "-target-language",
                language,
                str(module),
                "-ts",
                str(ts),
            )
            compile_to(ts, ts.with_suffix(".qm"))


def compile_to(ts: Path, qm: Path) -> None:
    _run("lrelease", "-silent", "-removeidentical", str(ts), "-qm", str(qm))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        update()
    for path, lines in unknown().items():
        print(f"{path}: not written out in line {', '.join(map(str, lines))}")
