"""Putting a method together: its parts are built by name, with the values that were chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, runtime_checkable

from optimizer.errors import MethodFault
from optimizer.evaluating import EVALUATORS
from optimizer.methods.settings import chosen
from optimizer.pairing import PICKERS
from optimizer.parts import Shelf
from optimizer.proposing import PROPOSERS
from optimizer.proposing.gates import GATES, STANDING
from optimizer.protocols import Evaluator, Gate, Proposer, Selector
from optimizer.records import FromSetting, Method, PartUse, SettingValue, StopRule
from optimizer.said import say
from optimizer.selecting import SELECTORS

_Part = TypeVar("_Part")


@runtime_checkable
class WithOthers(Protocol):
    """A proposer that works on what the others of its method do."""

    def beside(self, others: Iterable[Proposer]) -> Proposer:
        """Return the same proposer, which knows the others.

        Args:
            others: All proposers of the method but this one, with their settings.
        """
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """A method's stop rule with its figures; None leaves it to the person and the caps."""

    proposals: int | None = None
    votes: int | None = None
    answers: int | None = None
    idle: int | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A method with the values of its settings and its parts, ready to work.

    `picker` is empty when the method leaves the choice to the project; so are `evaluator` and
    `selector` None.
    """

    method: Method
    settings: Mapping[str, SettingValue]
    proposers: Mapping[str, Proposer]
    gates: tuple[Gate, ...]
    picker: str = ""
    evaluator: Evaluator | None = None
    selector: Selector | None = None
    limits: Limits = field(default_factory=Limits)


def arrange(method: Method, values: Mapping[str, SettingValue] | None = None) -> Arrangement:
    """Build the parts of a method.

    Args:
        method: What is to be put together.
        values: What the user chose; the rest keeps its defaults.

    Raises:
        MethodFault: A part or a setting does not exist, or a value does not fit.
    """
    settings = chosen(method, values or {})
    proposers: dict[str, Proposer] = {}
    for number, use in enumerate(method.proposers):
        built = _built(PROPOSERS.build, use, settings, f"{method.name}: proposers[{number}]")
        if built.name in proposers:
            raise MethodFault(
                say(
                    "{name}: proposers[{number}]: {which} is there twice.",
                    name=method.name,
                    number=number,
                    which=built.name,
                )
            )
        proposers[built.name] = built
    for name, each in list(proposers.items()):
        if isinstance(each, WithOthers):
            proposers[name] = each.beside(p for n, p in proposers.items() if n != name)
    return Arrangement(
        method=method,
        settings=settings,
        proposers=proposers,
        gates=_gates(method, settings),
        picker=_picker(method),
        limits=_limits(method.stop, settings),
        evaluator=_optional(EVALUATORS, method.evaluator, settings, f"{method.name}: evaluator"),
        selector=_optional(SELECTORS, method.selector, settings, f"{method.name}: selector"),
    )


def _gates(method: Method, settings: Mapping[str, SettingValue]) -> tuple[Gate, ...]:
    for name in method.waived:
        if name not in STANDING:
            raise MethodFault(
                say(
                    "{name}: waived: there is no standing gate {which}.",
                    name=method.name,
                    which=name,
                ),
                say("There are: {names}.", names=", ".join(STANDING)),
            )
    uses = {name: PartUse(name) for name in STANDING if name not in method.waived}
    uses |= {use.name: use for use in method.gates}
    return tuple(
        _built(GATES.build, use, settings, f"{method.name}: gates") for use in uses.values()
    )


def _picker(method: Method) -> str:
    if method.picker is None:
        return ""
    name = method.picker.name
    if name not in PICKERS:
        raise MethodFault(
            say("{name}: picker: there is no picker {which}.", name=method.name, which=name),
            say("There are: {names}.", names=", ".join(PICKERS)),
        )
    if method.picker.settings:
        raise MethodFault(say("{name}: picker: a picker has no settings.", name=method.name))
    return name


def _optional(
    shelf: Shelf[_Part],
    use: PartUse | None,
    settings: Mapping[str, SettingValue],
    place: str,
) -> _Part | None:
    return None if use is None else _built(shelf.build, use, settings, place)


def _built(
    build: Callable[[str, Mapping[str, SettingValue]], _Part],
    use: PartUse,
    settings: Mapping[str, SettingValue],
    place: str,
) -> _Part:
    values = {
        key: settings[value.setting] if isinstance(value, FromSetting) else value
        for key, value in use.settings.items()
    }
    try:
        return build(use.name, values)
    except MethodFault as fault:
        raise MethodFault(
            say("{place}: {message}", place=place, message=fault.message), fault.remedy
        ) from fault


def _limits(stop: StopRule, settings: Mapping[str, SettingValue]) -> Limits:
    def figure(limit: int | FromSetting | None) -> int | None:
        if not isinstance(limit, FromSetting):
            return limit
        # The reader of the file made sure that it is a whole number.
        return int(settings[limit.setting])

    return Limits(
        proposals=figure(stop.proposals),
        votes=figure(stop.votes),
        answers=figure(stop.answers),
        idle=figure(stop.idle),
    )
