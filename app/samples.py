"""The sample projects as drafts, answered by the models that the person chose."""

from __future__ import annotations

from app.language import tr
from app.requests import Draft
from app.settings import Settings


def sample_names() -> tuple[str, ...]:
    """Return the ids of the samples, the one to begin with first."""
    from optimizer.samples import list_samples

    return tuple(sample.id for sample in list_samples())


def sample_titles() -> dict[str, str]:
    """Return the samples' titles by id."""
    from optimizer.samples import list_samples

    return {sample.id: tr(sample.title) for sample in list_samples()}


def sample_draft(name: str, settings: Settings) -> Draft:
    """Return a sample as a draft of a project.

    Args:
        name: The sample's id.
        settings: Their models and caps serve it.
    """
    from optimizer.dataset import to_examples
    from optimizer.samples import load_sample

    sample = load_sample(name)
    return Draft(
        name=sample.info.title,
        task=sample.task,
        examples=to_examples(sample.rows, sample.task.columns),
        start=sample.start,
        models=settings.models,
        caps=settings.caps,
    )
