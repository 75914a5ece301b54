"""The blocking handle by which a proposer asks the named embedding model from its own thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

from optimizer.calling.calls import CANCELLED
from optimizer.calling.writer import WriterCall, wait_for
from optimizer.errors import ModelFault, WorldFault
from optimizer.llm.embeddings import embedding_request, read_vector
from optimizer.records import Completion, ModelSpec, Spent


class EmbedderHandle:
    """An `Embedder` whose calls are made, paid and stored by the optimizer thread.

    A text that the model fails to embed has no vector; the proposer then goes by words, as gates
    do. Calls are under way side by side: there may be dozens.

    Args:
        spec: The embedding model.
        post: Hands a call to the optimizer thread.
        cancelled: Set when the person stopped; a waiting call then raises.
    """

    def __init__(
        self,
        spec: ModelSpec,
        post: Callable[[WriterCall], None],
        cancelled: threading.Event,
    ) -> None:
        self._spec = spec
        self._post = post
        self._cancelled = cancelled
        self.spent = Spent()

    def vectors(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return the vectors of texts; see `optimizer.protocols.Embedder`."""
        answers: dict[str, Future[Completion]] = {text: Future() for text in texts}
        for text, answer in answers.items():
            self._post(WriterCall(embedding_request(self._spec, text), answer))
        found: dict[str, NDArray[np.float32]] = {}
        for text, answer in answers.items():
            try:
                completion = wait_for(answer, self._cancelled)
            except WorldFault as fault:
                if isinstance(fault, ModelFault) and fault.kind == CANCELLED:
                    raise
                continue
            self.spent = self.spent.plus(Spent(1.0, completion.cost_usd))
            numbers = read_vector(completion.text)
            if numbers is not None:
                vector = np.asarray(numbers, dtype=np.float32)
                found[text] = vector / np.linalg.norm(vector)
        return found
