"""Methods in the terminal: the list of them, and the one that a run was asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.language import tr
from app.widgets.plain_text import visible
from app.words.fault_words import fault_words
from app.words.method_words import needs_words, setting_range, source_words
from optimizer.commands import StartMethod
from optimizer.errors import MethodFault, ProjectFault
from optimizer.facilities import facilities, has_gradients
from optimizer.methods import Catalogue, load_catalogue, parse_value, unmet
from optimizer.options import read_options
from optimizer.project import ProjectDraft
from optimizer.records import Method, Need, SettingValue
from optimizer.said import say
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
            raise MethodFault(
                say("--set changes a setting of a method."), say("Name it with --method NAME.")
            )
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
            print(f"! {fault_words(fault)}")
    return 0


def _lines(catalogue: Catalogue, have: frozenset[Need] | None) -> list[str]:
    width = max(len(name) for name in catalogue.methods)
    lines = []
    for name, method in catalogue.methods.items():
        lacking = _lacking(method, have)
        mark = "-" if lacking else " "
        lines.append(f"{mark} {name:<{width}}  {tr(method.sentence)}")
        lines.append(f"  {'':<{width}}  {tr(lacking) or needs_words(method)}")
    return lines


def _told(method: Method, have: frozenset[Need] | None) -> Sequence[str]:
    lines = [f"{tr(method.title)} ({method.name})", tr(method.sentence), needs_words(method)]
    if lacking := _lacking(method, have):
        lines.append(tr("Not met here: {lacking}", lacking=tr(lacking)))
    lines += [tr(each.sentence) for each in method.without if have is None or each.need not in have]
    lines += [source_words(source) for source in method.sources]
    for setting in method.settings:
        lines.append(f"  --set {setting.name}={setting.default}   {setting_range(setting)}")
        lines.append(f"      {tr(setting.help)}")
    return lines


def _lacking(method: Method, have: frozenset[Need] | None) -> str:
    """Return what a method lacks; without a project only what has to be installed is told."""
    if have is None:
        have = frozenset(Need) - (frozenset() if has_gradients() else {Need.GRADIENTS})
    return unmet(method, have)


def _setting(method: Method, text: str) -> tuple[str, SettingValue]:
    name, equals, value = text.partition("=")
    if not equals:
        raise MethodFault(
            say("--set {text} names no value.", text=visible(text)), say("Write --set name=value.")
        )
    return name, parse_value(method, name, value)


def _have(path: Path) -> frozenset[Need]:
    from optimizer.store import Store

    if not path.exists():
        raise ProjectFault(say("There is no project {path}.", path=path))
    with Store.open(path) as store:
        project = store.project()
        return facilities(project.models, read_options(project.settings), store.examples())


def _check(method: Method, have: frozenset[Need]) -> None:
    lacking = unmet(method, have)
    if lacking:
        raise MethodFault(
            say("{method} cannot run here. {lacking}", method=method.title, lacking=lacking),
            say(
                "Add what is missing (--write-model, --judge-model, --metric), "
                "or choose another one."
            ),
        )
