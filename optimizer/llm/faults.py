"""From the name of a fault to what the person reads of it."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.errors import ModelFault
from optimizer.llm.faultlist import FAULTS
from optimizer.llm.scrub import detail, scrub
from optimizer.llm.wire import Failure
from optimizer.records import ModelSpec
from optimizer.said import say


def make_fault(
    kind: str, spec: ModelSpec, quoted: str = "", secrets: Iterable[str] = ()
) -> ModelFault:
    """Make a named fault.

    Args:
        kind: A name in `faultlist.FAULTS`.
        spec: The model that was asked.
        quoted: The provider's own words, shown where they help.
        secrets: Keys that must not be shown.

    Returns:
        The fault, with no exception behind it.
    """
    known = FAULTS[kind]
    secrets = tuple(secrets)
    names = {"model": scrub(spec.title, secrets), "name": scrub(spec.model, secrets)}
    message: str = say(known.message, **names)
    said = detail(quoted, secrets) if known.quote else ""
    if said:
        message = say("{message} It says: {said}", message=message, said=said)
    return ModelFault(message, known.remedy, kind=kind, retryable=known.passing)


def fault_of(failure: Failure, spec: ModelSpec, secrets: Iterable[str] = ()) -> ModelFault:
    """Word a failed attempt.

    Args:
        failure: What went wrong.
        spec: The model that was asked.
        secrets: The keys that were sent; none is left in the fault.

    Returns:
        The fault, with no exception behind it.
    """
    fault = make_fault(failure.kind, spec, failure.words, secrets)
    fault.retry_after_s = failure.retry_after_s
    return fault
