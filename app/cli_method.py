"""Methods in the terminal: the list of them, and the one that a run was asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.method_words import needs_words, setting_range, source_words
from app.plain_text import visible
from optimizer.commands import StartMethod
from optimizer.errors import MethodFault, ProjectFault
from optimizer.facilities import facilities
from optimizer.methods import Catalogue, load_catalogue, parse_value, unmet
from optimizer.options import read_options
from optimizer.project import ProjectDraft
from optimizer.records import Method, Need, SettingValue
from optimizer.views import RunView


@dataclass(frozen=True, slots=True)
class Wish:
    """The method and the settings that the arguments name."""

    method: Method
    settings: dict[str, SettingValue]

    def command(self, run: RunView | None) -> StartMethod | None:
        """Return what begins it, or None when that very run goes on already."""
        same = run is not None and run.method == self.method.name and not run.finished
        if same and run is not None and self.settings.items() <= dict(run.settings).items():
            return None
        return StartMethod(self.method.name, self.settings)


def wish_of(arguments: argparse.Namespace) -> Wish | None:
    """Return the method that was asked for with `--method` and `--set`; None without.

    Raises:
        MethodFault: There is no such method or setting, or a value does not fit.
    """
    if arguments.method is None:
        if arguments.set:
            raise MethodFault("--set changes a setting of a method.", "Name it with --method NAME.")
        return None
    method = load_catalogue().find(arguments.method)
    return Wish(method, dict(_setting(method, text) for text in arguments.set or ()))


def check_draft_method(draft: ProjectDraft, wish: Wish) -> None:
    """Refuse a method that a new project cannot run.

    Raises:
        MethodFault: The project lacks something that the method needs.
    """
    _check(wish.method, facilities(draft.models, draft.options, draft.examples))


def list_methods(arguments: argparse.Namespace) -> int:
    """Print every method, or one of them with its settings.

    Raises:
        WorldFault: There is no such method, or the project cannot be opened.
    """
    catalogue = load_catalogue()
    have = _have(arguments.project) if arguments.project else None
    if arguments.name:
        print("\n".join(_told(catalogue.find(arguments.name), have)))
    else:
        print("\n".join(_lines(catalogue, have)))
        for fault in catalogue.faults:
            print(f"! {fault}")
    return 0


def _lines(catalogue: Catalogue, have: frozenset[Need] | None) -> list[str]:
    width = max(len(name) for name in catalogue.methods)
    lines = []
    for name, method in catalogue.methods.items():
        lacking = unmet(method, have) if have is not None else ""
        mark = "-" if lacking else " "
        lines.append(f"{mark} {name:<{width}}  {method.sentence}")
        lines.append(f"  {'':<{width}}  {lacking or needs_words(method)}")
    return lines


def _told(method: Method, have: frozenset[Need] | None) -> Sequence[str]:
    lines = [f"{method.title} ({method.name})", method.sentence, needs_words(method)]
    if have is not None and (lacking := unmet(method, have)):
        lines.append(f"Not met here: {lacking}")
    lines += [source_words(source) for source in method.sources]
    for setting in method.settings:
        lines.append(f"  --set {setting.name}={setting.default}   {setting_range(setting)}")
        lines.append(f"      {setting.help}")
    return lines


def _setting(method: Method, text: str) -> tuple[str, SettingValue]:
    name, equals, value = text.partition("=")
    if not equals:
        raise MethodFault(f"--set {visible(text)} names no value.", "Write --set name=value.")
    return name, parse_value(method, name, value)


def _have(path: Path) -> frozenset[Need]:
    from optimizer.store import Store

    if not path.exists():
        raise ProjectFault(f"There is no project {path}.")
    with Store.open(path) as store:
        project = store.project()
        return facilities(project.models, read_options(project.settings), store.examples())


def _check(method: Method, have: frozenset[Need]) -> None:
    lacking = unmet(method, have)
    if lacking:
        raise MethodFault(
            f"{method.title} cannot run here. {lacking}",
            "Add what is missing (--write-model, --judge-model, --metric), or choose another one.",
        )
