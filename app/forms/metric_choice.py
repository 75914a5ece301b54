"""Which metrics fit the expected answers of a task; Qt-free."""

from __future__ import annotations

from app.language import tr
from optimizer.errors import DataFault
from optimizer.metrics.metrics import is_json, last_number, letter, metrics, words
from optimizer.metrics.scorer import LABEL, Scorer, read_parts
from optimizer.records import AnswerKind
from optimizer.views import TaskView

FEW_WORDS = 5


def references(view: TaskView) -> tuple[str, ...]:
    """Return the expected answers among the first examples."""
    return tuple(example.reference for example in view.preview if example.reference)


def offered(view: TaskView) -> tuple[tuple[str, str], ...]:
    """Return name and title of each metric that can score this task's answers."""
    known = references(view)
    labels = ((LABEL, tr("The expected label, wherever it stands")),) if view.task.labels else ()
    return (
        *(labels if known else ()),
        *(
            (metric.name, tr(metric.title))
            for metric in metrics().values()
            if known or not metric.needs_reference
        ),
    )


def metric_title(line: str, labels: tuple[str, ...]) -> str:
    """Return how people call a project's metric; the line itself where it cannot be read."""
    try:
        return tr(Scorer(read_parts(line), labels).title)
    except DataFault:
        return line


def suggested(view: TaskView) -> str:
    """Return the metric that fits the expected answers best; empty when there are none."""
    known = references(view)
    if not known:
        return ""
    if view.task.answer_kind is AnswerKind.LABEL:
        return LABEL if view.task.labels else "normalised"
    if all(text.lstrip().startswith(("{", "[")) and is_json(text) for text in known):
        return "json"
    short = [text for text in known if len(words(text)) <= FEW_WORDS]
    if len(short) < len(known):
        return "f1"
    if all(len(text.strip(" ().")) == 1 and letter(text) for text in known):
        return "choice"
    if all(last_number(text) is not None for text in known):
        return "number"
    return "contains"
