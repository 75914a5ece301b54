from __future__ import annotations

import pytest

from optimizer.preference import refit_due


@pytest.mark.parametrize(
    ("seen", "votes", "due"),
    [
        (0, 3, False),
        (0, 4, True),
        (4, 9, False),
        (4, 10, True),
        (10, 40, True),
        (200, 224, False),
        (200, 225, True),
        (210, 226, True),
        (225, 226, False),
    ],
)
def test_refits_come_at_milestones(seen, votes, due):
    assert refit_due(seen, votes, pool_changed=False, voided=False) is due


def test_a_changed_pool_or_a_voided_vote_always_asks_for_a_refit():
    assert refit_due(50, 50, pool_changed=True, voided=False)
    assert refit_due(50, 50, pool_changed=False, voided=True)
    assert refit_due(50, 49, pool_changed=False, voided=False)
