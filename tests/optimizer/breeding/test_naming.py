from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from optimizer.breeding.naming import START_HANDLE, generation, new_handle
from optimizer.records import Candidate, Prompt


def grown(choices: list[list[int]]) -> list[Candidate]:
    """Return a pool in which each candidate's parents are drawn from those before it."""
    pool: list[Candidate] = []
    for number, chosen in enumerate([[], *choices]):
        parents = tuple(dict.fromkeys(pool[k % len(pool)].id for k in chosen)) if pool else ()
        handle = new_handle(parents, pool)
        pool.append(Candidate(Prompt(f"prompt {number}"), handle, parents=parents))
    return pool


@given(st.lists(st.lists(st.integers(0, 50), max_size=2), max_size=40))
def test_no_two_candidates_bear_one_handle(choices: list[list[int]]) -> None:
    handles = [candidate.handle for candidate in grown(choices)]

    assert len(set(handles)) == len(handles)
    assert handles[0] == START_HANDLE
    assert START_HANDLE not in handles[1:]


def test_the_letter_tells_the_generation() -> None:
    # Start, its two children, a child of the first, a merge of a child and a grandchild.
    pool = grown([[0], [0], [1], [1, 3]])

    assert [candidate.handle for candidate in pool] == ["Start", "B1", "B2", "C1", "D1"]


def test_a_prompt_of_the_users_own_without_parents_stands_beside_the_children() -> None:
    pool = grown([[0], []])

    assert pool[-1].handle == "B2"
    assert generation((), pool) == 0


def test_after_the_alphabet_letters_are_doubled() -> None:
    pool = grown([[k] for k in range(27)])

    assert [candidate.handle for candidate in pool[24:]] == ["Y1", "Z1", "BB1", "CC1"]
