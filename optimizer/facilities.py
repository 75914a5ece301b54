"""What a project has that methods may need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from optimizer.metrics.metric_needs import can_score
from optimizer.records import CallRole, Example, ModelSpec, Need, Options

GRADIENT_PACKAGES = ("torch", "transformers", "accelerate", "gguf")


def facilities(
    models: Mapping[CallRole, ModelSpec | None],
    options: Options,
    examples: Iterable[Example],
    *,
    gradients: bool | None = None,
) -> frozenset[Need]:
    """Return which needs of methods are met.

    Args:
        models: The model of each role; None where a role is off.
        options: How the project is tuned; it names the metric.
        examples: The data; most metrics need expected answers.
        gradients: Whether the extra for gradients is installed, where that was looked up before.
    """
    rows = tuple(examples)
    answer = models.get(CallRole.ANSWER) or ModelSpec()
    met = {
        # The person can always vote; a judge or a metric is there only when it was chosen.
        Need.PERSON: True,
        Need.WRITER: models.get(CallRole.WRITE) is not None,
        Need.JUDGE: models.get(CallRole.JUDGE) is not None,
        Need.METRIC: can_score(options.metric, rows),
        Need.LABELS: any(example.reference for example in rows),
        Need.EMBEDDINGS: models.get(CallRole.EMBED) is not None,
        Need.LOGPROBS: answer.bundled,
        Need.GRADIENTS: has_gradients() if gradients is None else gradients,
    }
    return frozenset(need for need, there in met.items() if there)


def has_gradients() -> bool:
    """Return whether the extra `pairtune[gradients]` is installed."""
    return all(find_spec(package) is not None for package in GRADIENT_PACKAGES)
