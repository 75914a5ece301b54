"""Which examples a prompt shows as demonstrations: it would copy the answer it was given there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        self._origins: dict[Demonstration, frozenset[str]] = {}

    def examples_in(self, prompt: Prompt, parents: Sequence[Prompt] = ()) -> frozenset[str]:
        """Return the ids of the examples that a prompt shows with their answer.

        Args:
            prompt: Any prompt; an example is shown when it has the values of a demonstration.
            parents: What it was made of, asked about before: a demonstration that lacks a few words
                of one of theirs still shows the same example.
        """
        if not prompt.demonstrations:
            return frozenset()
        if prompt.id not in self._found:
            before = [shown for parent in parents for shown in parent.demonstrations]
            found = [self._origin(shown, before) for shown in prompt.demonstrations]
            self._found[prompt.id] = frozenset().union(*found)
        return self._found[prompt.id]

    def _origin(self, shown: Demonstration, before: Sequence[Demonstration]) -> frozenset[str]:
        """Return the examples that a demonstration shows, whole or pruned."""
        found = self._origins.get(shown, frozenset()).union(self._matching(shown))
        for other in before:
            if other in self._origins and other != shown and _is_pruned(shown, other):
                found |= self._origins[other]
        if found:
            self._origins[shown] = found
        return found

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


def _is_pruned(shown: Demonstration, other: Demonstration) -> bool:
    """Return whether a demonstration is another one without some of its words."""
    pairs = list(zip(shown.fields, other.fields, strict=False))
    return len(shown.fields) == len(other.fields) and all(
        column == name and _within(value.split(), whole.split())
        for (column, value), (name, whole) in pairs
    )


def _within(words: Sequence[str], whole: Sequence[str]) -> bool:
    left = iter(whole)
    return all(word in left for word in words)
