"""What the project's metric says of the answers: chosen, scored at once or later, kept."""

from __future__ import annotations

from itertools import islice
from typing import Protocol

from optimizer.calling.texts import TextShelf
from optimizer.errors import DataFault
from optimizer.jury import Jury
from optimizer.metrics.labels import expected_of
from optimizer.metrics.scorer import Answered, Scored, Scorer, ScoringJob, read_parts
from optimizer.outputs import Cell, OutputTable
from optimizer.records import Example, Options, Task
from optimizer.roster import Roster
from optimizer.scoring import Unclear

_SHOWN_CHARACTERS = 300
_MOST_UNCLEAR = 500


class Known(Protocol):
    """What a scorebook reads of an open project."""

    task: Task
    examples: dict[str, Example]
    roster: Roster
    table: OutputTable
    jury: Jury
    texts: TextShelf

    @property
    def options(self) -> Options:
        """How the project is tuned."""
        ...


class Scorebook:
    """The metric of a project and its scores.

    Args:
        known: The project.

    Attributes:
        scorer: What scores; None without a metric.
        fault: Why the chosen metric cannot score.
        unscored: Answers that a metric which takes its time has yet to score, by output.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self.scorer: Scorer | None = None
        self.fault: DataFault | None = None
        self.unscored: dict[str, Cell] = {}
        self._chosen: tuple[str, tuple[str, ...]] = ("", ())
        self._clear_by = ""
        self._clear: dict[str, str | None] = {}  # an unclear answer's text, by output

    @property
    def metric(self) -> str:
        """The key of the metric that scores answers; empty for none."""
        return self.scorer.key if self.scorer else ""

    @property
    def title(self) -> str:
        """The metric in words; empty for none."""
        return self.scorer.title if self.scorer else ""

    def close(self) -> None:
        """End what a metric runs beside the program."""
        if self.scorer is not None:
            self.scorer.close()

    def reread(self) -> None:
        """Take in the scores that the file has, and let the metric score what has none yet."""
        self._choose()
        self.unscored = {}
        metric, known = self.metric, self._known
        if not metric:
            return
        splits = {example.id: example.split for example in known.examples.values()}
        outputs = {
            made.output_id: (cell.prompt_id, cell.example_id) for cell, made in known.table.items()
        }
        places = {output: (p, splits[e]) for output, (p, e) in outputs.items()}
        known.jury.note_stored(metric, places)
        missing = [output for output in outputs if not known.jury.scored(metric, output)]
        if missing:
            with known.jury.many_scores():
                for output_id, text in known.texts.fetch(missing).items():
                    self.score(output_id, Cell(*outputs[output_id]), text)

    def score(self, output_id: str, cell: Cell, text: str) -> None:
        """Let the metric score an output, or note it for later where that takes its time."""
        if self.scorer is None or self._known.jury.scored(self.metric, output_id):
            return
        if self.scorer.slow:
            self.unscored[output_id] = cell
            return
        value = self.scorer.score(text, self._expected(cell), self._labels(cell))
        if value is not None:
            self._enter(output_id, cell, value)

    def job(self, most: int) -> ScoringJob | None:
        """Return the work for a metric that takes its time; None without any."""
        if self.scorer is None or not self.unscored or self.fault is not None:
            return None
        cells = dict(islice(self.unscored.items(), most))
        texts = self._known.texts.fetch(tuple(cells))
        return ScoringJob(
            self.scorer,
            tuple(
                Answered(output, cell, texts[output], self._expected(cell), self._labels(cell))
                for output, cell in cells.items()
            ),
        )

    def take(self, job: ScoringJob, scored: Scored) -> None:
        """Store what a scoring job found, unless another metric was chosen meanwhile."""
        if job.scorer is not self.scorer:
            return
        self.fault = scored.fault
        for answered, value in scored.values:
            self.unscored.pop(answered.output_id, None)
            if value is not None:
                self._enter(answered.output_id, answered.cell, value)

    def unclear(self) -> tuple[Unclear, ...]:
        """Return the answers in which labels were looked for and no one was found."""
        if self.scorer is None or not self.scorer.by_label:
            return ()
        if self._clear_by != self.metric:
            self._clear_by, self._clear = self.metric, {}
        cells = {made.output_id: cell for cell, made in self._known.table.items()}
        fresh = [output for output in cells if output not in self._clear]
        for output, text in self._known.texts.fetch(fresh).items() if fresh else ():
            found = not self.scorer.unclear(text, self._labels(cells[output]))
            self._clear[output] = None if found else text[:_SHOWN_CHARACTERS]
        listed = ((cells[o], self._clear[o]) for o in cells if self._clear.get(o) is not None)
        return tuple(
            Unclear(cell.prompt_id, cell.example_id, text or "")
            for cell, text in islice(listed, _MOST_UNCLEAR)
        )

    def values(self) -> dict[str, float]:
        """Return all scores of the metric by output id."""
        return dict(self._known.jury.values(self.metric)) if self.metric else {}

    def table(self) -> dict[str, dict[str, float]]:
        """Return the metric's scores by prompt id, in the pool's order, and example id."""
        values = self.values()
        if not values:
            return {}
        table: dict[str, dict[str, float]] = {c.id: {} for c in self._known.roster.candidates}
        for cell, made in self._known.table.items():
            if made.output_id in values:
                table[cell.prompt_id][cell.example_id] = values[made.output_id]
        return table

    def _choose(self) -> None:
        """Put the project's metric together; one that cannot be is told and scores nothing."""
        chosen = (self._known.options.metric, self._known.task.labels)
        if chosen == self._chosen:
            return
        self.close()
        self._chosen, self.scorer, self.fault = chosen, None, None
        try:
            parts = read_parts(self._known.options.metric)
            self.scorer = Scorer(parts, self._known.task.labels) if parts else None
        except DataFault as fault:
            self.fault = fault

    def _enter(self, output_id: str, cell: Cell, value: float) -> None:
        split = self._known.examples[cell.example_id].split
        self._known.jury.enter_score(self.metric, cell.prompt_id, output_id, value, split)

    def _expected(self, cell: Cell) -> Example:
        """Return the example of a cell with the answer that its prompt asks for."""
        example = self._known.examples[cell.example_id]
        return expected_of(self._known.roster[cell.prompt_id].prompt, example)

    def _labels(self, cell: Cell) -> tuple[str, ...]:
        """Return the labels of the task as the prompt of a cell words them."""
        prompt = self._known.roster[cell.prompt_id].prompt
        labels = self._known.task.labels
        asked = (expected_of(prompt, Example("", {}, label)) for label in labels)
        return tuple(example.reference or "" for example in asked)
