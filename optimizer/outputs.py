"""Which outputs exist, and which are made next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from optimizer.records import CallRole, Example, ModelSpec, Prompt, Request, Split
from optimizer.store import OutputRef
from optimizer.template import render


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the table of outputs: a prompt, an example and a sample number."""

    prompt_id: str
    example_id: str
    sample: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """An output that exists: its id, and the hash of its text."""

    output_id: str
    text_hash: str
    finish: str


class OutputTable:
    """The outputs that exist under one setting, by cell.

    Those of a prompt are read from the file when it is first asked for: most prompts of a large
    pool left the field long ago.

    Args:
        read: Gives the stored outputs of a prompt, or all of them for None.
    """

    def __init__(
        self, read: Callable[[str | None], Iterable[OutputRef]] = lambda prompt_id: ()
    ) -> None:
        self._read = read
        self._made: dict[str, dict[str, Made]] = {}
        self._whole = False

    def add(self, cell: Cell, made: Made) -> None:
        """Enter an output."""
        self._of(cell.prompt_id)[cell.example_id] = made

    def get(self, prompt_id: str, example_id: str) -> Made | None:
        """Return the output of a cell, or None."""
        return self._of(prompt_id).get(example_id)

    def answered(self, prompt_id: str) -> Collection[str]:
        """Return the examples that a prompt has answered."""
        return self._of(prompt_id).keys()

    def items(self) -> Iterator[tuple[Cell, Made]]:
        """Yield every output with its cell."""
        if not self._whole:
            self._whole = True
            for ref in self._read(None):
                self._made.setdefault(ref.prompt_id, {})[ref.example_id] = _made(ref)
        for prompt_id, made in self._made.items():
            for example_id, output in made.items():
                yield Cell(prompt_id, example_id), output

    def on(self, examples: Collection[str]) -> Iterator[tuple[Cell, Made]]:
        """Yield the outputs on some examples."""
        return (found for found in self.items() if found[0].example_id in examples)

    def count(self) -> int:
        """Return how many outputs there are."""
        return sum(1 for _ in self.items())

    def _of(self, prompt_id: str) -> dict[str, Made]:
        made = self._made.get(prompt_id)
        if made is None:
            found = () if self._whole else self._read(prompt_id)
            made = self._made[prompt_id] = {ref.example_id: _made(ref) for ref in found}
        return made


def _made(ref: OutputRef) -> Made:
    return Made(ref.id, ref.text_hash, ref.finish)


def example_order(examples: Iterable[Example], seed: int) -> tuple[str, ...]:
    """Return the one order in which every prompt of a project answers the examples.

    Rows added later must not move the earlier ones, so each example's place is drawn from the seed
    and its own id.

    Args:
        examples: Examples of one split.
        seed: The project's seed.
    """
    ids = [example.id for example in examples]
    return tuple(sorted(ids, key=lambda example_id: Random(f"{seed}/{example_id}").random()))


def tuning_order(examples: Iterable[Example], seed: int, *, labelled: bool) -> tuple[str, ...]:
    """Return the order of the tuning examples of a project.

    New ones move none of the old, but for tasks with labels: there every answer has its share in
    the first rows.

    Args:
        examples: Of any split.
        seed: The project's seed.
        labelled: Whether answers are labels.
    """
    tuning = [example for example in examples if example.split is Split.TUNING]
    order = example_order(tuning, seed)
    return balanced(order, {e.id: e.reference or "" for e in tuning}) if labelled else order


def balanced(order: Sequence[str], answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return an order whose every beginning holds the expected answers in their proportions.

    A prompt that always gives one label does well on a few rows that happen to want it. Strata with
    proportional shares: Neyman 1934, "On the two different aspects of the representative method".

    Args:
        order: Example ids; those of one answer keep their order.
        answers: The expected answer by example id; the others are one more kind.
    """
    sizes = Counter(answers.get(example_id, "") for example_id in order)
    met: Counter[str] = Counter()
    places = {}
    for example_id in order:
        answer = answers.get(example_id, "")
        places[example_id] = (met[answer] + 0.5) / sizes[answer]
        met[answer] += 1
    return tuple(sorted(order, key=lambda example_id: places[example_id]))


def plan(
    table: OutputTable,
    order: Sequence[str],
    prefixes: Sequence[tuple[str, int]],
    excluded: Collection[Cell] = (),
) -> list[Cell]:
    """Return the missing cells, most wanted first.

    Args:
        table: What exists.
        order: The examples' order.
        prefixes: Prompts, most wanted first, with the number of examples each should answer.
        excluded: Cells under way or failed.

    Returns:
        Cells by example, then by prompt, so that two prompts share an example soon.
    """
    longest = max((length for _, length in prefixes), default=0)
    return [
        cell
        for place, example_id in enumerate(order[:longest])
        for prompt_id, length in prefixes
        if place < length
        and table.get(prompt_id, example_id) is None
        and (cell := Cell(prompt_id, example_id)) not in excluded
    ]


def answer_request(prompt: Prompt, example: Example, model: ModelSpec, sample: int = 0) -> Request:
    """Return the model call that fills a cell.

    Args:
        prompt: The candidate.
        example: The row.
        model: The answer model.
        sample: Sample number.

    Raises:
        DataFault: The example lacks a column that the prompt uses.
    """
    return Request(
        role=CallRole.ANSWER,
        model=model,
        messages=render(prompt, example.fields),
        parameters=prompt.parameters,
        max_tokens=prompt.layout.answer_tokens,
        sample=sample,
        choices=prompt.layout.choices,
        choice_weights=prompt.layout.choice_weights,
    )
