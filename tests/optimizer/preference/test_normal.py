"""The normal distribution function is the one that scipy knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from optimizer.preference.normal import cumulative


@given(st.lists(st.floats(allow_nan=False), max_size=30))
def test_it_is_scipys(values: list[float]) -> None:
    found = cumulative(values)
    assert found.shape == (len(values),)
    np.testing.assert_allclose(found, ndtr(np.array(values)), rtol=2e-8, atol=4e-16)


@given(st.floats(allow_nan=False))
def test_both_sides_come_to_one(value: float) -> None:
    assert cumulative(value) + cumulative(-value) == pytest.approx(1.0, abs=1e-15)


def test_any_shape_is_kept() -> None:
    values = np.linspace(-9.0, 9.0, 24).reshape(2, 3, 4)
    assert cumulative(values).shape == (2, 3, 4)
    assert np.all(np.diff(cumulative(values).ravel()) >= 0.0)
