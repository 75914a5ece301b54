"""The vectors that a named embedding model makes of prompts, kept in step with the pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from optimizer.breeding.hygiene import DRIFT_IN_MEANING
from optimizer.calling.background import Background
from optimizer.calling.calls import CANCELLED, Reply
from optimizer.errors import ModelFault, WorldFault
from optimizer.inbox import Urgency
from optimizer.llm.embeddings import embedding_request, read_vector
from optimizer.proposing.moves.drifting import said_of
from optimizer.proposing.moves.hack_opinion import instructions
from optimizer.proposing.moves.likeness import cosine_distance
from optimizer.records import CallRole, Candidate, ModelSpec, Proposal
from optimizer.said import say
from optimizer.workshop import Finished

_REMEDY = say("Resume tries it again; another embedding model can be named in the settings.")
_NO_VECTOR = say("The embedding model answered, but not with a vector.")


class Embedding:
    """Asks the embedding model of one session, where one is named, for what gates measure.

    When it does not answer, likeness is measured by words until somebody lets it try again; that is
    told, and said for as long as it lasts.

    Args:
        background: The pool, and who is asked and told.
        changed: Told when vectors came in.

    Attributes:
        stopped_by: Why the model is not asked any more.
    """

    def __init__(
        self,
        background: Background,
        changed: Callable[[], None],
    ) -> None:
        self._with = background
        self._changed = changed
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._waiting: dict[tuple[str, str], list[Callable[[], None]]] = {}  # by model and text
        self._of: ModelSpec | None = None
        self._looked_at = 0
        self.stopped_by: WorldFault | None = None
        background.session.board.vectors = MappingProxyType(self._vectors)

    @property
    def note(self) -> str:
        """What the person should know of it; empty when all is as named."""
        if self._spec is None or self.stopped_by is None:
            return ""
        return say("The embedding model does not answer: likeness goes by words")

    @property
    def model(self) -> ModelSpec | None:
        """The named model while it answers; None where none is named, and after a fault."""
        return self._spec if self.stopped_by is None else None

    def retry(self) -> None:
        """Ask again after a fault."""
        self.stopped_by = None
        self._looked_at = 0

    def top_up(self) -> None:
        """Ask for what is missing of the pool; do not call this inside a transaction."""
        self._follow()
        candidates = self._with.session.board.roster.candidates
        if self._spec is None or self.stopped_by is not None:
            return
        if len(candidates) == self._looked_at:
            return
        fresh = candidates[self._looked_at :]
        texts = [said_of(self._with.session.board.task)] if not self._looked_at else []
        self._looked_at = len(candidates)
        texts += [instructions(candidate.prompt) for candidate in fresh]
        self._learn(texts, partial(self._settle, fresh))

    def learn(self, proposals: Sequence[Proposal], then: Callable[[], None]) -> None:
        """Ask for the vectors of what was written; do not call this inside a transaction.

        Args:
            proposals: New prompts.
            then: Called when all that can be known is known; at once when nothing is to be asked.
        """
        self._follow()
        if self._spec is None or self.stopped_by is not None:
            then()
            return
        self._learn([instructions(p.prompt) for p in proposals], then)

    @property
    def _spec(self) -> ModelSpec | None:
        return self._with.session.board.project.models.get(CallRole.EMBED)

    def _follow(self) -> None:
        """Forget the vectors of another model: two models' vectors cannot be compared."""
        if self._spec != self._of:
            if self._spec is None or self._of is None or self._spec.identity != self._of.identity:
                self._vectors.clear()
            self._of = self._spec
            self.retry()

    def _learn(self, texts: Sequence[str], then: Callable[[], None]) -> None:
        spec = self._spec
        wanted = {text for text in texts if text.strip() and text not in self._vectors}
        if spec is None or not wanted:
            then()
            return
        left = set(wanted)

        def known(text: str) -> None:
            left.discard(text)
            if not left:
                # An answer arrives inside a transaction, and what follows makes calls of its own.
                self._with.inbox.post(
                    Finished(lambda _: then(), self._with.failed), Urgency.BACKGROUND
                )

        for text in sorted(wanted):
            waiting = self._waiting.setdefault((spec.identity, text), [])
            waiting.append(partial(known, text))
            if len(waiting) == 1:
                self._with.desk.obtain(
                    embedding_request(spec, text), partial(self._arrived, spec, text)
                )

    def _arrived(self, spec: ModelSpec, text: str, reply: Reply) -> None:
        vector = read_vector(reply.completion.text) if reply.completion else None
        if self._of is not None and spec.identity == self._of.identity:
            if vector is not None:
                array = np.asarray(vector, dtype=np.float32)
                self._vectors[text] = array / np.linalg.norm(array)
            else:
                self._stop(reply.fault or ModelFault(_NO_VECTOR, _REMEDY, kind="empty"))
        for then in self._waiting.pop((spec.identity, text), []):
            then()

    def _stop(self, fault: WorldFault) -> None:
        if self.stopped_by is not None:
            return
        if isinstance(fault, ModelFault) and fault.kind == CANCELLED:
            self._looked_at = 0
            return
        self.stopped_by = fault
        kind = fault.kind if isinstance(fault, ModelFault) else type(fault).__name__
        message = say(
            "{fault} How alike prompts are is measured by their words until then.",
            fault=fault.message,
        )
        self._with.faulted(ModelFault(message, fault.remedy or _REMEDY, kind=kind))

    def _settle(self, fresh: Sequence[Candidate]) -> None:
        """Note how far these prompts went in meaning, and let the posterior know what is alike."""
        board = self._with.session.board
        start = instructions(board.roster[board.roster.start_id].prompt)
        with board.store.atomic():
            for candidate in fresh:
                own = instructions(candidate.prompt)
                if own in self._vectors and start in self._vectors:
                    far = cosine_distance(self._vectors[start], self._vectors[own])
                    board.store.put_figures(candidate.id, {DRIFT_IN_MEANING: far})
        board.regard_likeness()
        self._changed()
