"""Casts votes until it is killed, and names each on its output once it is stored."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from optimizer.store import Store
from tests.optimizer.store.making import duel, vote

if __name__ == "__main__":
    with Store.open(Path(sys.argv[1])) as store:
        for number in itertools.count():
            with store.atomic():
                store.cast_vote(vote(f"v{number}", f"d{number}"), duel(f"d{number}"))
                store.append_event("vote", {"vote": f"v{number}"})
            print(f"v{number}", flush=True)
