"""Every method there is: the program's own, those of other packages, those in the user's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from optimizer.errors import MethodFault
from optimizer.folders import data_folder
from optimizer.methods.arranging import arrange
from optimizer.methods.reading import read_method
from optimizer.records import Method
from optimizer.said import say

GROUP = "pairtune.methods"
DEFAULT = "auto"
_NAME = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The methods by name, the default first; and why some could not be read."""

    methods: Mapping[str, Method]
    faults: tuple[MethodFault, ...] = ()

    def find(self, name: str) -> Method:
        """Return a method by its name.

        Raises:
            MethodFault: There is none of that name.
        """
        if name in self.methods:
            return self.methods[name]
        raise MethodFault(
            say("There is no method {name}.", name=name),
            say("There are: {names}.", names=", ".join(self.methods)),
        )


def user_folder() -> Path:
    """Name the folder for the user's own method files; it is not created here."""
    return data_folder() / "methods"


def find_method(name: str) -> Method:
    """Return a method by its name, without reading all the others where it is one of our own.

    Raises:
        MethodFault: There is none of that name, or its file cannot be used.
    """
    return find_own(name) or load_catalogue().find(name)


def find_own(name: str) -> Method | None:
    """Return the method of this name that comes with the program, or None.

    Raises:
        MethodFault: Its file cannot be used.
    """
    own = files("resources") / "methods" / f"{name}.yaml"
    if _NAME.fullmatch(name) and own.is_file():
        return read_method(own.read_text(encoding="utf-8"), own.name)
    return None


def load_catalogue() -> Catalogue:
    """Read every method; one that cannot be read is told and keeps none of the others away."""
    methods: dict[str, Method] = {}
    faults: list[MethodFault] = []
    for found in _all():
        if isinstance(found, MethodFault):
            faults.append(found)
            continue
        try:
            arrange(found)
            if found.name in methods:
                raise MethodFault(
                    say("There are two methods {name}; the first one counts.", name=found.name)
                )
        except MethodFault as fault:
            faults.append(fault)
        else:
            methods[found.name] = found
    names = sorted(methods, key=lambda name: (name != DEFAULT, methods[name].title.casefold()))
    return Catalogue({name: methods[name] for name in names}, tuple(faults))


def _all() -> Iterator[Method | MethodFault]:
    own = (files("resources") / "methods").iterdir()
    for file in sorted(own, key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            yield _read(file.read_text(encoding="utf-8"), file.name)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        yield from _outside(entry)
    for path in sorted(user_folder().glob("*.yaml")):
        try:
            yield _read(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            yield MethodFault(say("{path}: it cannot be read: {error}", path=path, error=error))


def _outside(entry: EntryPoint) -> Iterator[Method | MethodFault]:
    """Yield what an entry point names: a method, or a package that holds method files."""
    try:
        named = entry.load()
    except Exception as error:  # noqa: BLE001 - another package's fault, whatever it is
        yield MethodFault(
            say(
                "The method {name} of {value} cannot be loaded: {error}",
                name=entry.name,
                value=entry.value,
                error=error,
            ),
            say("Update or remove the package it comes from."),
        )
        return
    if isinstance(named, Method):
        yield named
    elif isinstance(named, ModuleType):
        for file in sorted(files(named).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".yaml"):
                yield _read(file.read_text(encoding="utf-8"), f"{entry.value}/{file.name}")
    else:
        yield MethodFault(
            say("{value} is neither a method nor a package with method files.", value=entry.value)
        )


def _read(text: str, where: str) -> Method | MethodFault:
    try:
        return read_method(text, where)
    except MethodFault as fault:
        return fault
