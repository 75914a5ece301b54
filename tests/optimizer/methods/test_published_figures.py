"""The figures that papers give for their methods are the defaults, and reach the parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from optimizer.methods import arrange, find_method
from optimizer.proposing import PROPOSERS
from tests.optimizer.writing_methods import WRITING_METHODS

PUBLISHED = [
    ("opro", "opro", {"shown": 20, "children": 8}),
    ("spo", "spo", {"rows": 3, "judgements": 4}),
    (
        "promptagent",
        "promptagent",
        {"weight": 2.5, "width": 3, "depth": 8, "errors": 5, "iterations": 12},
    ),
    ("polca", "polca", {"eps": 0.1}),
    ("gpo_gradient", "gpo_gradient", {"most": 50, "least": 10}),
    ("capo", "capo", {"population": 10, "crossovers": 4, "most_demonstrations": 5}),
]


@pytest.mark.parametrize(("method", "part", "figures"), PUBLISHED)
def test_a_method_begins_with_the_papers_figures(
    method: str, part: str, figures: dict[str, float]
) -> None:
    proposer = arrange(find_method(method), {}).proposers[part]
    for built in (proposer, PROPOSERS.build(part)):
        assert {name: getattr(built, name) for name in figures} == figures


def test_promptagent_rewards_a_node_on_about_fifty_rows() -> None:
    assert getattr(arrange(find_method("promptagent"), {}).evaluator, "rows", 0) == 50


def test_prefpo_ends_within_fifteen_rounds() -> None:
    assert 5 <= (arrange(find_method("prefpo"), {}).limits.proposals or 0) <= 15


@pytest.mark.parametrize("name", WRITING_METHODS)
def test_every_one_names_its_source_unless_it_is_ours(name: str) -> None:
    method = find_method(name)
    assert method.sources
    assert all(each.authors and each.year > 2000 for each in method.sources)


@pytest.mark.parametrize(
    ("name", "before"),
    [
        # Four phrases of one's own, and the clusters of the library.
        ("claps", lambda part: 4 + part.probes),
        ("bbt_rgb", lambda part: part.instructions + part.first),
        ("forest", lambda part: part.trees),
        ("mipro", lambda part: part.startup),
    ],
)
def test_the_answers_of_a_run_reach_beyond_its_first_stage(
    name: str, before: Callable[[Any], int]
) -> None:
    arranged = arrange(find_method(name), {})
    rows = getattr(arranged.evaluator, "rows", 0) or getattr(arranged.evaluator, "size", 0)
    prompts = (arranged.limits.answers or 0) // min(rows, getattr(arranged.evaluator, "size", rows))
    assert prompts >= 1 + before(arranged.proposers[name]) + 2
