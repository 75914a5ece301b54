"""Parts are built by name and settings, and other packages can add some."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import ClassVar

import pytest

from optimizer import parts
from optimizer.errors import MethodFault
from optimizer.parts import Shelf


@dataclass(frozen=True)
class Loud:
    name: ClassVar[str] = "loud"

    times: int = 2
    share: float = 0.5
    text: str = "!"
    on: bool = False


@dataclass(frozen=True)
class Quiet:
    name: ClassVar[str] = "quiet"


@dataclass(frozen=True)
class AlsoLoud:
    name: ClassVar[str] = "loud"


OUTSIDE = Quiet
TWIN = AlsoLoud


def shelf() -> Shelf[object]:
    return Shelf("voice", "pairtune.voices", lambda: (Loud,))


def added(monkeypatch, *names: str) -> None:
    entries = [EntryPoint(name, f"{__name__}:{name}", "pairtune.voices") for name in names]

    def found(group: str) -> list[EntryPoint]:
        return entries if group == "pairtune.voices" else []

    monkeypatch.setattr(parts, "entry_points", found)


def test_a_part_is_built_with_its_settings_and_keeps_defaults_elsewhere():
    assert shelf().build("loud", {"times": 5, "share": 1}) == Loud(times=5, share=1.0)
    assert shelf().settings_of("loud") == {"times": 2, "share": 0.5, "text": "!", "on": False}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tims": 5}, "no setting tims"),
        ({"times": "5"}, "cannot be '5'"),
        ({"times": True}, "cannot be True"),
        ({"times": 1.5}, "cannot be 1.5"),
        ({"on": 1}, "cannot be 1"),
        ({"text": 1}, "cannot be 1"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(settings, said):
    with pytest.raises(MethodFault, match=said):
        shelf().build("loud", settings)


def test_an_unknown_part_is_told_with_those_there_are():
    with pytest.raises(MethodFault, match=r"no voice soft.*loud"):
        shelf().build("soft")


def test_a_package_outside_adds_a_part(monkeypatch):
    added(monkeypatch, "OUTSIDE")
    assert list(shelf().classes()) == ["loud", "quiet"]
    assert shelf().build("quiet") == Quiet()


def test_a_name_that_is_taken_is_refused(monkeypatch):
    added(monkeypatch, "TWIN")
    with pytest.raises(MethodFault, match="has the name of another"):
        shelf().classes()


def test_a_part_that_cannot_be_loaded_is_told_with_its_package(monkeypatch):
    added(monkeypatch, "MISSING")
    with pytest.raises(MethodFault, match="cannot be loaded"):
        shelf().classes()
