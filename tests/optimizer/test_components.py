"""The component library: rich enough, readable, and never at odds with itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.components import (
    KINDS,
    Component,
    compatible,
    load_components,
    parse_components,
    suits,
)
from optimizer.records import AnswerKind, Task

LIBRARY = load_components()
BY_ID = {component.id: component for component in LIBRARY}
RULES: dict[str, Any] = {
    "traits": {"brief": "", "thorough": ""},
    "opposed": [["brief", "thorough"]],
}


def entry(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "label": name, "text": f"Text of {name}.", **more}


def parse(*entries: dict[str, Any], kind: str = "tone", **more: Any) -> tuple[Component, ...]:
    return parse_components([{"kind": kind, "components": list(entries), **more}], RULES)


class TestTheLibrary:
    def test_there_are_enough_of_every_kind(self) -> None:
        assert len(LIBRARY) >= 120
        counts = {kind: sum(c.kind == kind for c in LIBRARY) for kind in KINDS}
        assert min(counts.values()) >= 10, counts

    def test_ids_labels_and_texts_are_unique(self) -> None:
        for values in zip(*((c.id, c.label, c.text) for c in LIBRARY), strict=True):
            assert len(set(values)) == len(LIBRARY)

    @pytest.mark.parametrize("component", LIBRARY, ids=lambda c: c.id)
    def test_each_is_short_and_whole(self, component: Component) -> None:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", component.id)
        assert component.id.startswith(component.kind.split("-")[0])
        assert component.label == component.label.lower()
        assert 1 <= len(component.label.split()) <= 4
        assert len(component.text.split()) <= 40
        assert component.text[0].isupper()
        assert component.text[-1] in '."'
        # A component is found again in a prompt by its line.
        assert "\n" not in component.text
        assert "{{" not in component.text

    def test_conflicts_are_symmetrical_and_never_with_oneself(self) -> None:
        for component in LIBRARY:
            assert component.id not in component.conflicts
            for other in component.conflicts:
                assert component.id in BY_ID[other].conflicts

    def test_brief_and_thorough_never_meet(self) -> None:
        brief = [c for c in LIBRARY if "brief" in c.traits]
        thorough = [c for c in LIBRARY if "thorough" in c.traits]
        assert len(brief) >= 5
        assert len(thorough) >= 5
        assert not any(compatible(one, [other]) for one in brief for other in thorough)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("length-shorter", "length-detailed"),
            ("length-shorter", "reasoning-step-by-step"),
            ("length-one-paragraph", "format-bullets"),
            ("length-one-sentence", "format-three-bullets"),
            ("format-json", "format-prose"),
            ("format-json", "tone-friendly"),
            ("format-greeting", "format-no-greeting"),
            ("format-letter", "format-no-greeting"),
            ("format-answer-only", "format-sign-off"),
            ("format-one-word", "reasoning-step-by-step"),
            ("tone-formal", "tone-casual"),
            ("tone-plain-words", "tone-technical-words"),
            ("audience-expert", "constraints-no-jargon"),
            ("refusal-best-guess", "refusal-say-unknown"),
            ("ordering-answer-first", "ordering-answer-last"),
            ("constraints-input-only", "constraints-general-knowledge"),
        ],
    )
    def test_contradictions_exclude_each_other(self, one: str, other: str) -> None:
        assert not compatible(BY_ID[one], [BY_ID[other]])

    @pytest.mark.parametrize("kind", ["role", "audience"])
    def test_there_is_at_most_one_role_and_one_audience(self, kind: str) -> None:
        members = [c for c in LIBRARY if c.kind == kind]
        assert not any(compatible(a, [b]) for a in members for b in members)

    def test_every_component_can_stand_beside_most_others(self) -> None:
        for component in LIBRARY:
            assert len(component.conflicts) < len(LIBRARY) / 2

    @given(st.lists(st.sampled_from(LIBRARY), max_size=30))
    def test_what_is_chosen_one_by_one_agrees_as_a_whole(self, offered: list[Component]) -> None:
        chosen: list[Component] = []
        for component in offered:
            if compatible(component, chosen):
                chosen.append(component)
        for place, component in enumerate(chosen):
            assert compatible(component, chosen[:place] + chosen[place + 1 :])
        groups = [c.group for c in chosen if c.group]
        assert len(groups) == len(set(groups))


class TestSuits:
    def test_the_kind_of_answer_decides(self) -> None:
        free, label = Task("t", "t"), Task("t", "t", answer_kind=AnswerKind.LABEL)
        assert suits(BY_ID["length-shorter"], free)
        assert not suits(BY_ID["length-shorter"], label)
        assert suits(BY_ID["format-one-word"], label)
        assert not suits(BY_ID["format-one-word"], free)
        assert suits(BY_ID["reasoning-step-by-step"], label)

    def test_a_greeting_is_for_messages_only(self) -> None:
        greeting = BY_ID["format-greeting"]
        assert suits(greeting, Task("t", "Replies", description="Answer our customers."))
        assert not suits(greeting, Task("t", "Summaries", description="Sum up a text."))

    @pytest.mark.parametrize("kind", list(AnswerKind))
    def test_any_task_has_components_enough(self, kind: AnswerKind) -> None:
        suitable = [c for c in LIBRARY if suits(c, Task("t", "t", answer_kind=kind))]
        assert len(suitable) >= (100 if kind is AnswerKind.FREE else 25)


class TestParsing:
    def test_group_trait_and_id_each_exclude(self) -> None:
        a, b, c, d, e = parse(
            entry("a", group="g", traits=["brief"]),
            entry("b", group="g"),
            entry("c", conflicts=["a"]),
            entry("d", traits=["thorough"]),
            entry("e"),
        )
        assert a.conflicts == {"b", "c", "d"}
        assert b.conflicts == c.conflicts == d.conflicts == {"a"}
        assert e.conflicts == frozenset()

    def test_an_entry_overrides_the_files_defaults(self) -> None:
        a, b = parse(entry("a"), entry("b", applies="any", group=""), applies="free", group="g")
        assert (a.applies, a.group) == ("free", "g")
        assert (b.applies, b.group) == ("any", "")

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"id": "Not Kebab"}, "hyphens"),
            ({"text": ""}, "text is missing"),
            ({"label": None}, "label is missing"),
            ({"text": "Say {{name}}."}, "placeholders"),
            ({"applies": "sometimes"}, "applies is one of"),
            ({"traits": ["loud"]}, "unknown traits"),
            ({"conflicts": ["nobody"]}, "nobody"),
            ({"conflicts": ["a"]}, "conflicts with itself"),
            ({"traits": ["brief", "thorough"]}, "its own traits are opposed"),
            ({"colour": "red"}, "unknown keys"),
        ],
    )
    def test_a_malformed_component_is_named(self, wrong: dict[str, Any], said: str) -> None:
        with pytest.raises(ValueError, match=said):
            parse({**entry("a"), **wrong})

    def test_an_id_used_twice_is_named(self) -> None:
        with pytest.raises(ValueError, match="a: the id is used twice"):
            parse(entry("a"), entry("a"))

    def test_an_unknown_kind_is_named(self) -> None:
        with pytest.raises(ValueError, match="of kind 'mood'"):
            parse(entry("a"), kind="mood")

    def test_rules_oppose_known_traits_only(self) -> None:
        with pytest.raises(ValueError, match="opposed traits"):
            parse_components([], {"traits": {"brief": ""}, "opposed": [["brief", "loud"]]})
