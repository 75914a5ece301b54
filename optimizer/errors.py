"""The world's faults: what may go wrong through no error of ours, and what to do about it.

Any exception that is not a `WorldFault` is a bug of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.said import say

if TYPE_CHECKING:
    from optimizer.records import Completion


class WorldFault(Exception):
    """Something outside the program is not as needed; the program goes on.

    Args:
        message: What is wrong, in one sentence for the person.
        remedy: What the person can do about it; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> str:
        """What is wrong and what can be done about it, as one text for people."""
        if not self.remedy:
            return self.message
        return say("{message} {remedy}", message=self.message, remedy=self.remedy)


class DataFault(WorldFault):
    """A data file cannot be read as a table, or does not fit the prompt."""


class RowFault(DataFault):
    """Some rows of a data file cannot be read; the others can."""


class ProjectFault(WorldFault):
    """A project file cannot be opened, read or written."""


class BudgetFault(WorldFault):
    """A cap on money, calls, tokens or votes does not allow the step."""


class MethodFault(WorldFault):
    """A method or one of its parts does not exist, is described wrongly, or cannot work here."""


class ExportFault(WorldFault):
    """The tuned prompt, the votes or the report cannot be written."""


class ModelFault(WorldFault):
    """A model cannot be reached or does not answer as needed.

    Args:
        message: What is wrong, in one sentence for the person.
        remedy: What the person can do about it; may be empty.
        kind: A short stable word for the fault, such as `rate_limit`, `auth` or `local_model`.
        retryable: Whether the same request may succeed later.
        attempts: How often the request was sent.
        lost_attempts: How many of them may have been paid for though no answer arrived.
        retry_after_s: How long the provider asks to wait, in seconds.
        answer: The unusable answer, when one arrived and was paid for.
    """

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        kind: str = "model",
        retryable: bool = False,
        attempts: int = 0,
        lost_attempts: int = 0,
        retry_after_s: float | None = None,
        answer: Completion | None = None,
    ) -> None:
        super().__init__(message, remedy)
        self.kind = kind
        self.retryable = retryable
        self.attempts = attempts
        self.lost_attempts = lost_attempts
        self.retry_after_s = retry_after_s
        self.answer = answer

    def __reduce__(self) -> tuple[type[ModelFault], tuple[str, str], dict[str, object]]:
        # The default would lose the keyword-only arguments on the way between processes.
        state: dict[str, object] = {
            "kind": self.kind,
            "retryable": self.retryable,
            "attempts": self.attempts,
            "lost_attempts": self.lost_attempts,
            "retry_after_s": self.retry_after_s,
            "answer": self.answer,
        }
        return type(self), (self.message, self.remedy), state
