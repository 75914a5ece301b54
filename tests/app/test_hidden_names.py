"""No attribute of a widget hides one of Qt's own, which Qt would then call."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QObject

import app


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if found.name != "app.__main__":
            yield importlib.import_module(found.name)


def assigned(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            yield node.attr


def qt_base(made: type) -> type:
    return next(base for base in made.__mro__ if base.__module__.startswith("PySide6."))


@pytest.mark.parametrize("module", list(modules()), ids=lambda module: module.__name__)
def test_no_attribute_hides_one_of_qt(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in tree.body:
        made = getattr(module, node.name) if isinstance(node, ast.ClassDef) else None
        if inspect.isclass(made) and issubclass(made, QObject):
            hidden = set(assigned(ast.unparse(node))) & set(dir(qt_base(made)))
            assert not hidden, f"{made.__name__} hides {hidden}"
