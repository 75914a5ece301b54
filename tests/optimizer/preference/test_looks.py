from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.preference.looks import TRAITS, traits_of, typical


def crossed(prompts: int, examples: int) -> tuple[np.ndarray, np.ndarray]:
    """Every prompt on every example."""
    whose, where = np.divmod(np.arange(prompts * examples), examples)
    return whose, where


def alike(one: np.ndarray, two: np.ndarray) -> bool:
    """Whether columns differ by their unit alone, which is the spread of all outputs."""
    sizes = [np.linalg.norm(each, axis=0) for each in (one, two)]
    return np.allclose(one * sizes[1], two * sizes[0], equal_nan=True)


def test_a_look_is_length_lists_code_paragraphs_and_marks():
    assert traits_of("") == (0.0,) * TRAITS
    plain = traits_of("One two three.")
    assert plain == (pytest.approx(np.log(4)), 0.0, 0.0, 0.0, 0.0)
    rich = traits_of("## Way\n\n1. **Open** it.\n2. Run\n\n```\nx = 1\n```\n")
    assert np.exp(rich) == pytest.approx([13.0, 3.0, np.e, 3.0, 4.0])


def test_what_prompts_add_is_found_whoever_answered_which_example():
    rng = np.random.default_rng(3)
    own, rows = rng.normal(size=(6, 2)), 3.0 * rng.normal(size=(30, 2))
    whose, where = crossed(6, 30)
    there = rng.random(len(whose)) < 0.5
    whose, where = whose[there], where[there]
    looks = own[whose] + rows[where]
    found = typical(whose, where, looks, 6)
    assert alike(found, own - own.mean(axis=0))


def test_what_is_no_more_than_chance_counts_for_little():
    rng = np.random.default_rng(4)
    whose, where = crossed(8, 40)
    looks = rng.normal(size=(len(whose), 20))
    looks[:, 0] += 0.5 * whose
    found = np.square(typical(whose, where, looks, 8)).mean(axis=0)
    observed = np.array([np.bincount(whose, column) / 40 for column in looks.T]).var(axis=1)
    assert found[0] > 0.9 * observed[0] / looks[:, 0].var()
    assert found[1:].mean() < 0.35 * observed[1:].mean()


@pytest.mark.parametrize("case", ["two prompts", "nobody answered with others", "all alike"])
def test_where_nothing_can_be_told_nothing_is(case: str):
    whose, where = crossed(2 if case == "two prompts" else 4, 6)
    if case == "nobody answered with others":
        where = np.arange(len(whose))
    looks = np.zeros((len(whose), 2)) + (0.0 if case == "all alike" else whose[:, None])
    assert np.isnan(typical(whose, where, looks, 4)).all()
    nobody = np.zeros(0, dtype=np.int64)
    assert np.isnan(typical(nobody, nobody, np.zeros((0, 2)), 4)).all()


def test_a_prompt_that_answered_nothing_beside_others_is_unknown():
    rng = np.random.default_rng(5)
    whose, where = crossed(4, 6)
    looks = rng.normal(size=(len(whose) + 1, 2)) + np.append(whose, 9.0)[:, None]
    found = typical(np.append(whose, 5), np.append(where, 7), looks, 6)
    assert np.isnan(found[4:]).all()
    assert found[:4] == pytest.approx(typical(whose, where, looks[:-1], 4))


@settings(deadline=None, max_examples=30)
@given(st.integers(3, 6), st.integers(2, 8), st.integers(0, 2**16))
def test_names_and_levels_of_examples_do_not_matter(prompts: int, examples: int, seed: int):
    rng = np.random.default_rng(seed)
    whose, where = crossed(prompts, examples)
    there = rng.random(len(whose)) < 0.8
    whose, where = whose[there], where[there]
    looks = rng.normal(size=(len(whose), 3)) + whose[:, None]
    found = typical(whose, where, looks, prompts)

    names, rows, order = (rng.permutation(n) for n in (prompts, examples, len(whose)))
    again = typical(names[whose][order], rows[where][order], looks[order], prompts)
    assert again[names] == pytest.approx(found, nan_ok=True)

    moved = looks + rng.normal(size=(examples, 3))[where]
    assert alike(typical(whose, where, moved, prompts), found)
