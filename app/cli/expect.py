"""What the person expects of prompts, said as arguments: `--expect B3`, `--expect B3:B1`."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.commands import HaveHunch
from optimizer.errors import ProjectFault
from optimizer.said import say
from optimizer.views import PoolView


def hunches_of(texts: Sequence[str], pool: PoolView) -> tuple[HaveHunch, ...]:
    """Return what the arguments say of the prompts of a pool.

    Args:
        texts: Handles of prompts that are thought better than the start prompt, or of two prompts
            with a colon between them, the better one first.
        pool: The prompts.

    Raises:
        ProjectFault: There is no such prompt, or it is compared with itself.
    """
    ids = {row.candidate.handle.casefold(): row.candidate.id for row in pool.candidates}
    found = []
    for text in texts:
        better, _, worse = (part.strip().casefold() for part in text.partition(":"))
        pair = ids.get(better), ids.get(worse) if worse else pool.start_id
        if pair[0] is None or pair[1] is None or pair[0] == pair[1]:
            names = ", ".join(row.candidate.handle for row in pool.candidates)
            raise ProjectFault(
                say("--expect {text} does not name two prompts of the project.", text=text),
                say("There are: {names}. Write B3, or B3:B1.", names=names),
            )
        found.append(HaveHunch(pair[0], pair[1]))
    return tuple(found)
