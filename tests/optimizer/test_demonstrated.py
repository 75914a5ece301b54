from __future__ import annotations

from optimizer.demonstrated import Demonstrated
from optimizer.records import Demonstration, Example, Prompt

EXAMPLES = (
    Example("a", {"message": "Hello", "order": "1"}),
    Example("b", {"message": "Hello", "order": "2"}),
    Example("c", {"message": "Bye", "order": "3"}),
)


def _prompt(*shown: dict[str, str]) -> Prompt:
    return Prompt(
        "Reply: {{message}}",
        demonstrations=tuple(Demonstration(tuple(row.items()), "ok") for row in shown),
    )


def test_an_example_with_the_values_of_a_demonstration_is_found() -> None:
    demonstrated = Demonstrated(EXAMPLES)

    assert demonstrated.examples_in(_prompt({"message": "Bye"})) == {"c"}
    assert demonstrated.examples_in(_prompt({"message": "Bye", "order": "3"})) == {"c"}
    assert demonstrated.examples_in(_prompt({"order": "1"}, {"message": "Bye"})) == {"a", "c"}


def test_all_rows_that_read_the_same_to_the_prompt_are_found() -> None:
    # The prompt does not see the order's number: its answer would be a copy on both rows.
    assert Demonstrated(EXAMPLES).examples_in(_prompt({"message": "Hello"})) == {"a", "b"}


def test_other_values_and_other_columns_find_nothing() -> None:
    demonstrated = Demonstrated(EXAMPLES)

    assert demonstrated.examples_in(_prompt({"message": "hello"})) == frozenset()
    assert demonstrated.examples_in(_prompt({"subject": "Hello"})) == frozenset()
    assert demonstrated.examples_in(_prompt()) == frozenset()


def test_a_demonstration_without_fields_bars_no_example() -> None:
    assert Demonstrated(EXAMPLES).examples_in(_prompt({})) == frozenset()
