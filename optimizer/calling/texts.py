"""The texts of outputs, read when needed and kept while they are likely to be needed again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

from optimizer.outputs import Made
from optimizer.pairing import text_difference
from optimizer.records import Duel, Example
from optimizer.store import Store
from optimizer.views import OutputView, PairView

_KEPT_CHARACTERS = 8_000_000
_COMPARED_CHARACTERS = 20_000
_KEPT_DIFFERENCES = 100_000


class TextShelf:
    """Output texts by output id and how far they differ, bounded in memory.

    Args:
        store: The open project file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._size = 0
        self._differences: dict[tuple[str, str], float | None] = {}

    def fetch(self, output_ids: Collection[str]) -> dict[str, str]:
        """Return the texts of these outputs.

        Args:
            output_ids: Ids of stored outputs.
        """
        missing = [output_id for output_id in output_ids if output_id not in self._texts]
        found = self._store.output_texts(missing) if missing else {}
        known = {o: self._texts[o] for o in output_ids if o in self._texts}
        for output_id, text in found.items():
            self._texts[output_id] = text
            self._size += len(text)
        for output_id in output_ids:
            if output_id in self._texts:
                self._texts.move_to_end(output_id)
        while self._size > _KEPT_CHARACTERS and len(self._texts) > 1:
            self._size -= len(self._texts.popitem(last=False)[1])
        return known | found

    def difference(self, first: Made, second: Made) -> float | None:
        """Return how far two outputs differ, or None when a reader would see no difference.

        Args:
            first: One output.
            second: The other one.
        """
        if first.text_hash == second.text_hash:
            return None
        key = (min(first.text_hash, second.text_hash), max(first.text_hash, second.text_hash))
        if key not in self._differences:
            texts = self.fetch((first.output_id, second.output_id))
            one, two = texts[first.output_id], texts[second.output_id]
            measured = text_difference(one[:_COMPARED_CHARACTERS], two[:_COMPARED_CHARACTERS])
            if measured is None and one.strip() != two.strip():
                measured = 0.0  # they part ways only after the compared beginning
            self._differences[key] = measured
            if len(self._differences) > _KEPT_DIFFERENCES:
                del self._differences[next(iter(self._differences))]
            return measured
        return self._differences[key]

    def pair(self, duel: Duel, example: Example) -> PairView:
        """Return a duel as it is shown: blind, with its texts.

        Args:
            duel: The duel.
            example: Its example.
        """
        texts = self.fetch((duel.left_output, duel.right_output))
        truncated = self._store.cut_short(texts)
        left, right = (
            OutputView(output_id, texts[output_id], truncated=output_id in truncated)
            for output_id in (duel.left_output, duel.right_output)
        )
        return PairView(duel.id, duel.purpose, example, left, right)
