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


def _said(*values: str) -> Prompt:
    return _prompt(*({"message": value} for value in values))


def test_a_demonstration_that_lost_words_still_shows_its_example() -> None:
    rows = (Example("a", {"message": "The food was very good"}), Example("b", {"message": "good"}))
    demonstrated = Demonstrated(rows)
    whole, pruned, bare = _said("The food was very good"), _said("food very good"), _said("food")

    assert demonstrated.examples_in(whole) == {"a"}
    assert demonstrated.examples_in(pruned, [whole]) == {"a"}
    assert demonstrated.examples_in(bare, [pruned]) == {"a"}, "generation after generation"
    assert demonstrated.examples_in(_said("good"), [whole]) == {"a", "b"}
    assert demonstrated.examples_in(_said("very good food"), [whole]) == frozenset()
    assert Demonstrated(rows).examples_in(pruned) == frozenset(), "nobody knows where it is from"
