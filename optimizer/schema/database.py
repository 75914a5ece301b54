"""sqlite-utils without pandas: what it is here for needs none, and takes half a second."""

from __future__ import annotations

import importlib.abc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


class _Absent(importlib.abc.MetaPathFinder):
    """Lets a package look uninstalled to one thread."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self._package and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is not wanted here", name=fullname)
        return None


@contextmanager
def _without(package: str) -> Iterator[None]:
    absent = _Absent(package)
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


# sqlite-utils imports pandas when it is installed, only to know the column type of a Timestamp.
# No Timestamp ever reaches the store, and the import costs half a second of every start.
with _without("pandas"):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
