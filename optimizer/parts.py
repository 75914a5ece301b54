"""Small parts by their names: a shelf for each kind of part, open to parts of other packages.

A part is a frozen dataclass. Its fields are its settings, each with a default; its class variables
say its `name` and whatever else the kind of part asks for. It keeps nothing between calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from importlib.metadata import entry_points
from typing import Any, Generic, TypeVar

from optimizer.errors import MethodFault
from optimizer.records import SettingValue
from optimizer.said import say

_Part = TypeVar("_Part")


class Shelf(Generic[_Part]):
    """The parts of one kind.

    Args:
        kind: What a part of it is called, such as `proposer`.
        group: The entry points by which other packages add parts, such as `pairtune.proposers`.
        own: Returns the program's own parts, in their order.
    """

    def __init__(
        self, kind: str, group: str, own: Callable[[], Iterable[Callable[..., _Part]]]
    ) -> None:
        self.kind = kind
        self.group = group
        self._own = own
        self._found: dict[str, Callable[..., _Part]] = {}

    def classes(self) -> dict[str, Callable[..., _Part]]:
        """Return every part by its name, the program's own first.

        Raises:
            MethodFault: A part of another package cannot be loaded, or takes a name that is taken.
        """
        # What is installed does not change while the program runs, and takes long to look up.
        if self._found:
            return dict(self._found)
        found = {_name(part): part for part in self._own()}
        for entry in sorted(entry_points(group=self.group), key=lambda entry: entry.name):
            part = self._loaded(entry)
            name = _name(part)
            if name in found and found[name] is not part:
                raise MethodFault(
                    say(
                        "The {kind} {name} of {value} has the name of another one.",
                        kind=self.kind,
                        name=name,
                        value=entry.value,
                    ),
                    say("Remove one of the two packages."),
                )
            found[name] = part
        self._found = found
        return dict(found)

    def look_again(self) -> None:
        """Forget what was found: packages were added or removed meanwhile."""
        self._found = {}

    def settings_of(self, name: str) -> dict[str, SettingValue]:
        """Return the settings of a part with their defaults.

        Args:
            name: The part's name.

        Raises:
            MethodFault: There is no such part.
        """
        defaults: dict[str, SettingValue] = {}
        for setting in fields(self._class(name)):
            if setting.init and setting.default is not MISSING:
                defaults[setting.name] = setting.default
        return defaults

    def build(self, name: str, settings: Mapping[str, SettingValue] | None = None) -> _Part:
        """Return a part with its settings.

        Args:
            name: The part's name.
            settings: Values by name; those that are left out keep their defaults.

        Raises:
            MethodFault: There is no such part or setting, or a value is of the wrong kind.
        """
        chosen = dict(settings or {})
        known = self.settings_of(name)
        for key, value in chosen.items():
            if key not in known:
                have = ", ".join(known) or "none"
                raise MethodFault(
                    say(
                        "The {kind} {name} has no setting {key}.",
                        kind=self.kind,
                        name=name,
                        key=key,
                    ),
                    say("It has: {have}.", have=have),
                )
            chosen[key] = self._fitted(name, key, value, known[key])
        part: _Part = self._class(name)(**chosen)
        return part

    def _class(self, name: str) -> Any:
        classes = self.classes()
        if name not in classes:
            raise MethodFault(
                say("There is no {kind} {name}.", kind=self.kind, name=name),
                say("There are: {names}.", names=", ".join(classes)),
            )
        return classes[name]

    def _fitted(
        self, name: str, key: str, value: SettingValue, default: SettingValue
    ) -> SettingValue:
        """Return a value as its setting holds it: a whole number is a number, nothing else."""
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if type(value) is not type(default):
            raise MethodFault(
                say(
                    "The setting {key} of the {kind} {name} cannot be {value!r}.",
                    key=key,
                    kind=self.kind,
                    name=name,
                    value=value,
                ),
                say("Give a value such as {default!r}.", default=default),
            )
        return value

    def _loaded(self, entry: Any) -> Callable[..., _Part]:
        try:
            part: Callable[..., _Part] = entry.load()
            _name(part)
        except Exception as error:
            raise MethodFault(
                say(
                    "The {kind} {name} of {value} cannot be loaded: {error}",
                    kind=self.kind,
                    name=entry.name,
                    value=entry.value,
                    error=error,
                ),
                say("Update or remove the package it comes from."),
            ) from error
        return part


def _name(part: Callable[..., object]) -> str:
    name = part.name  # type: ignore[attr-defined]  # every part has a class variable `name`
    if not isinstance(name, str):
        raise TypeError(f"{part!r} has no name")
    return name
