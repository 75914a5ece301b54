from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.outputs import (
    Cell,
    Made,
    OutputTable,
    answer_request,
    balanced,
    example_order,
    plan,
)
from optimizer.records import (
    CallRole,
    Example,
    Layout,
    ModelSpec,
    Parameters,
    Prompt,
    Split,
)

PROMPTS = ("p0", "p1", "p2")
EXAMPLES = tuple(f"e{k}" for k in range(9))

prefixes = st.lists(
    st.tuples(st.sampled_from(PROMPTS), st.integers(0, len(EXAMPLES))),
    max_size=3,
    unique_by=lambda wanted: wanted[0],
)
cells = st.builds(Cell, st.sampled_from(PROMPTS), st.sampled_from(EXAMPLES))


def _table(made: set[Cell]) -> OutputTable:
    table = OutputTable()
    for cell in made:
        table.add(cell, Made(f"{cell.prompt_id}/{cell.example_id}", "hash", "stop"))
    return table


@given(prefixes, st.sets(cells), st.sets(cells))
def test_a_plan_holds_each_missing_cell_of_the_prefixes_once(
    wanted: list[tuple[str, int]], made: set[Cell], excluded: set[Cell]
) -> None:
    planned = plan(_table(made), EXAMPLES, wanted, excluded)

    inside = {Cell(p, e) for p, length in wanted for e in EXAMPLES[:length]}
    assert len(planned) == len(set(planned))
    assert set(planned) == inside - made - excluded


@given(st.lists(prefixes, max_size=6), st.integers(1, 5))
def test_no_output_is_ever_made_twice(rounds: list[list[tuple[str, int]]], at_once: int) -> None:
    made: list[Cell] = []
    for wanted in rounds:
        while planned := plan(_table(set(made)), EXAMPLES, wanted):
            made += planned[:at_once]

    assert len(made) == len(set(made))


@given(prefixes)
def test_prompts_share_an_example_before_any_goes_on_to_the_next(
    wanted: list[tuple[str, int]],
) -> None:
    places = [EXAMPLES.index(cell.example_id) for cell in plan(OutputTable(), EXAMPLES, wanted)]

    assert places == sorted(places)


def _examples(names: list[str]) -> list[Example]:
    return [Example(name, {"text": name}, None, Split.TUNING) for name in names]


@given(st.lists(st.uuids().map(str), min_size=2, max_size=12, unique=True), st.data())
def test_rows_added_later_move_none_of_the_earlier_ones(
    names: list[str], data: st.DataObject
) -> None:
    known = data.draw(st.lists(st.sampled_from(names), unique=True))

    before = example_order(_examples(known), seed=3)
    after = example_order(_examples(names), seed=3)

    assert [name for name in after if name in known] == list(before)


def test_the_order_differs_from_project_to_project() -> None:
    examples = _examples([f"row {k}" for k in range(20)])

    assert example_order(examples, seed=1) == example_order(reversed(examples), seed=1)
    assert example_order(examples, seed=1) != example_order(examples, seed=2)


def test_a_request_is_what_the_prompt_and_its_layout_say() -> None:
    prompt = Prompt(
        "Reply to {{message}}",
        layout=Layout(answer_tokens=33),
        parameters=Parameters(temperature=0.4),
    )
    example = Example("e", {"message": "Hello"})

    request = answer_request(prompt, example, ModelSpec(model="openai/x"), sample=2)

    assert request.role is CallRole.ANSWER
    assert [(m.role, m.content) for m in request.messages] == [("user", "Reply to Hello")]
    assert request.max_tokens == 33
    assert request.parameters.temperature == 0.4
    assert request.sample == 2
    assert request.model.model == "openai/x"


def test_a_table_knows_what_exists() -> None:
    table = _table({Cell("p0", "e1"), Cell("p0", "e2"), Cell("p1", "e1")})

    assert set(table.answered("p0")) == {"e1", "e2"}
    assert set(table.answered("p2")) == set()
    assert table.count() == 3
    made = table.get("p1", "e1")
    assert made is not None
    assert made.output_id == "p1/e1"
    assert table.get("p1", "e2") is None


@given(st.lists(st.sampled_from("abc"), max_size=40))
def test_every_beginning_of_a_balanced_order_holds_the_answers_in_their_shares(
    kinds: list[str],
) -> None:
    answers = {f"e{k}": kind for k, kind in enumerate(kinds)}
    order = balanced(tuple(answers), answers)
    assert sorted(order) == sorted(answers)
    for kind in set(kinds):
        own = [row for row in answers if answers[row] == kind]
        assert [row for row in order if answers[row] == kind] == own
        for first in range(len(order)):
            met = sum(1 for row in order[:first] if answers[row] == kind)
            assert abs(met - first * len(own) / len(order)) <= len(set(kinds))


def test_two_answers_that_are_as_frequent_take_turns() -> None:
    answers = {f"e{k}": "yes" if k < 4 else "no" for k in range(8)}
    assert balanced(tuple(answers), answers) == ("e0", "e4", "e1", "e5", "e2", "e6", "e3", "e7")
