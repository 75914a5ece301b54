"""The library of instruction components: short sentences that a prompt may be built of.

The library is data (`resources/components`): one file per kind, and `rules.yaml`, which says what
a component may lean to (its traits) and which leanings never stand in one prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from optimizer.records import AnswerKind, Task

KINDS = (
    "role",
    "audience",
    "format",
    "length",
    "tone",
    "reasoning",
    "checking",
    "constraints",
    "ordering",
    "refusal",
)
_APPLIES = ("any", "free", "label")
_KEYS = {"id", "label", "text", "applies", "group", "traits", "conflicts", "about"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Component:
    """A sentence or two that can be added to an instruction.

    `label` is what it does in two or three words (`more formal`). `applies` is any, free or label:
    the kind of answer it is for. `about` lists words of which the task must mention one; none means
    that it suits every task. `conflicts` holds the ids of all components that never stand beside
    it, and is symmetrical.
    """

    id: str
    kind: str
    label: str
    text: str
    applies: str
    group: str
    traits: frozenset[str]
    conflicts: frozenset[str]
    about: frozenset[str]


@cache
def load_components() -> tuple[Component, ...]:
    """Return the whole library, by kind in the order of `KINDS`.

    Raises:
        ValueError: The library contradicts itself; the message names the component.
    """
    import yaml

    # The loader written in C is ten times as fast, but not part of every build of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = files("resources") / "components"

    def read(name: str) -> Any:
        return yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)

    return parse_components([read(kind) for kind in KINDS], read("rules"))


def parse_components(
    files_of_kinds: Sequence[Mapping[str, Any]], rules: Mapping[str, Any]
) -> tuple[Component, ...]:
    """Return the components that files describe, with every conflict worked out.

    Args:
        files_of_kinds: One mapping per kind: `kind`, the defaults `group` and `applies`, and the
            list `components`.
        rules: The mapping of `traits` to what they mean, and the pairs of `opposed` traits.

    Raises:
        ValueError: A component is malformed, twice there, or names what does not exist.
    """
    known_traits = frozenset(rules["traits"])
    raw = [entry for file in files_of_kinds for entry in _entries(file, known_traits)]
    ids = [component.id for component in raw]
    for twice in ids:
        if ids.count(twice) > 1:
            raise ValueError(f"component {twice}: the id is used twice")
    for component in raw:
        unknown = component.conflicts - set(ids)
        if unknown or component.id in component.conflicts:
            raise ValueError(
                f"component {component.id}: conflicts with itself or with no known component: "
                f"{sorted(unknown) or component.id}"
            )
    opposed = _opposed(rules["opposed"], known_traits)
    return tuple(_with_all_conflicts(component, raw, opposed) for component in raw)


def compatible(component: Component, chosen: Iterable[Component]) -> bool:
    """Return whether a component may stand beside all those chosen already.

    Args:
        component: The one to add.
        chosen: Those of the prompt; a component is never compatible with itself.
    """
    return all(
        component.id != other.id
        and other.id not in component.conflicts
        and component.id not in other.conflicts
        for other in chosen
    )


def suits(component: Component, task: Task) -> bool:
    """Return whether a component makes sense for a task.

    Args:
        component: The component.
        task: Its kind of answer decides, and the words of its name, description and criteria.
    """
    if component.applies != "any" and component.applies != _applies_for(task.answer_kind):
        return False
    if not component.about:
        return True
    said = f"{task.name} {task.description} {task.criteria}".lower()
    words = set(_WORD.findall(said))
    # A plural counts: "replies to customers" speaks of a customer.
    return any(word in words or f"{word}s" in words for word in component.about)


def _applies_for(kind: AnswerKind) -> str:
    return "label" if kind is AnswerKind.LABEL else "free"


def _entries(file: Mapping[str, Any], known_traits: frozenset[str]) -> list[Component]:
    kind = file.get("kind")
    if kind not in KINDS:
        raise ValueError(f"component file of kind {kind!r}: the kinds are {', '.join(KINDS)}")
    defaults = {"group": file.get("group", ""), "applies": file.get("applies", "any")}
    return [_component(kind, {**defaults, **entry}, known_traits) for entry in file["components"]]


def _component(kind: str, entry: Mapping[str, Any], known_traits: frozenset[str]) -> Component:
    name = entry.get("id", "without id")
    wrong = set(entry) - _KEYS
    if wrong:
        raise ValueError(f"component {name}: unknown keys {sorted(wrong)}")
    for key in ("id", "label", "text"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ValueError(f"component {name}: {key} is missing")
    if not _ID.fullmatch(name):
        raise ValueError(f"component {name}: an id is lower-case words joined by hyphens")
    if entry["applies"] not in _APPLIES:
        raise ValueError(f"component {name}: applies is one of {', '.join(_APPLIES)}")
    if "{{" in entry["text"]:
        raise ValueError(f"component {name}: the text must not hold placeholders")
    traits = frozenset(entry.get("traits", ()))
    if traits - known_traits:
        raise ValueError(f"component {name}: unknown traits {sorted(traits - known_traits)}")
    return Component(
        id=name,
        kind=kind,
        label=entry["label"],
        text=entry["text"].strip(),
        applies=entry["applies"],
        group=entry["group"],
        traits=traits,
        conflicts=frozenset(entry.get("conflicts", ())),
        about=frozenset(entry.get("about", ())),
    )


def _opposed(
    pairs: Iterable[Sequence[str]], known_traits: frozenset[str]
) -> frozenset[frozenset[str]]:
    opposed = set()
    for pair in pairs:
        if len(set(pair)) != 2 or not set(pair) <= known_traits:
            raise ValueError(f"opposed traits {list(pair)}: two different known traits are needed")
        opposed.add(frozenset(pair))
    return frozenset(opposed)


def _with_all_conflicts(
    component: Component, everyone: Sequence[Component], opposed: frozenset[frozenset[str]]
) -> Component:
    if any(frozenset((a, b)) in opposed for a in component.traits for b in component.traits):
        raise ValueError(f"component {component.id}: its own traits are opposed")
    conflicts = frozenset(
        other.id
        for other in everyone
        if other.id != component.id and _clash(component, other, opposed)
    )
    return replace(component, conflicts=conflicts)


def _clash(one: Component, other: Component, opposed: frozenset[frozenset[str]]) -> bool:
    if one.group and one.group == other.group:
        return True
    if other.id in one.conflicts or one.id in other.conflicts:
        return True
    return any(frozenset((a, b)) in opposed for a in one.traits for b in other.traits)
