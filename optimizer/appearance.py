"""How the outputs of prompts look that were written apart; each text is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from optimizer.outputs import OutputTable
from optimizer.preference.arrays import FloatArray
from optimizer.preference.looks import traits_of, typical

MOST_ROWS = 40
"""On so many rows the mean look of a prompt's outputs is known well enough."""

MOST_OUTPUTS = 2400
"""So many outputs are looked at in all; of many prompts fewer rows each."""


class Appearance:
    """Tells how prompts' outputs look beside each other's.

    Args:
        fetch: Gives the texts of outputs by their ids.
    """

    def __init__(self, fetch: Callable[[Collection[str]], Mapping[str, str]]) -> None:
        self._fetch = fetch
        self._looks: dict[str, tuple[float, ...]] = {}

    def of(
        self, prompts: Sequence[str], examples: Sequence[str], table: OutputTable
    ) -> FloatArray | None:
        """Return the typical look of every prompt's outputs.

        Args:
            prompts: Ids of prompts.
            examples: Ids of examples in the project's order; the first ones are looked at.
            table: Which outputs exist.

        Returns:
            One row per prompt, see `typical`; None as long as the outputs tell nothing.
        """
        rows = min(MOST_ROWS, MOST_OUTPUTS // max(len(prompts), 1))
        made = [
            (k, place, output.output_id)
            for k, prompt in enumerate(prompts)
            for place, example in enumerate(examples[:rows])
            if (output := table.get(prompt, example)) is not None
        ]
        if not made:
            return None
        self._look_at([output for *_, output in made])
        whose, where, _ = (np.array(column) for column in zip(*made, strict=True))
        looks = np.array([self._looks[output] for *_, output in made])
        found = typical(whose, where, looks, len(prompts))
        return None if np.isnan(found).all() else found

    def _look_at(self, outputs: Sequence[str]) -> None:
        unseen = [output for output in outputs if output not in self._looks]
        texts = self._fetch(unseen) if unseen else {}
        self._looks |= {output: traits_of(text) for output, text in texts.items()}
