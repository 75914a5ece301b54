"""Which examples a prompt shows as demonstrations: it would copy the answer it was given there."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.records import Demonstration, Example, Prompt

_Columns = tuple[str, ...]


class Demonstrated:
    """Finds the examples that stand in prompts, so that they are neither answered nor judged.

    Args:
        examples: All examples of the project.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        self._examples = tuple(examples)
        # Many candidates share their columns: each way to read the rows is indexed once.
        self._rows: dict[_Columns, dict[tuple[str, ...], list[str]]] = {}
        self._found: dict[str, frozenset[str]] = {}

    def examples_in(self, prompt: Prompt) -> frozenset[str]:
        """Return the ids of the examples that a prompt shows with their answer.

        Args:
            prompt: Any prompt; an example is shown when it has the values of a demonstration.
        """
        if not prompt.demonstrations:
            return frozenset()
        if prompt.id not in self._found:
            found = (self._matching(shown) for shown in prompt.demonstrations)
            self._found[prompt.id] = frozenset(e for examples in found for e in examples)
        return self._found[prompt.id]

    def _matching(self, shown: Demonstration) -> Iterable[str]:
        columns = tuple(column for column, _ in shown.fields)
        if not columns:
            return ()
        if columns not in self._rows:
            self._rows[columns] = self._indexed(columns)
        return self._rows[columns].get(tuple(value for _, value in shown.fields), ())

    def _indexed(self, columns: _Columns) -> dict[tuple[str, ...], list[str]]:
        rows: dict[tuple[str, ...], list[str]] = {}
        for example in self._examples:
            if all(column in example.fields for column in columns):
                values = tuple(example.fields[column] for column in columns)
                rows.setdefault(values, []).append(example.id)
        return rows
