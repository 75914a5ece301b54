from __future__ import annotations

import numpy as np
import pytest

from optimizer.preference import Hyper, Pool, prior_at
from optimizer.preference.arrays import FloatArray
from optimizer.preference.features import centred, hashed

TEXTS = [
    "Answer the customer politely and briefly.",
    "Answer the customer politely and very briefly!",
    "List three steps. Number them.",
]


def ngram_features(texts: list[str]) -> FloatArray:
    return centred(np.array([hashed(text) for text in texts]))


def test_alike_texts_have_alike_features():
    features = ngram_features(TEXTS)
    likeness = features @ features.T
    assert np.diag(likeness) == pytest.approx(1.0)
    assert likeness[0, 1] > likeness[0, 2]
    assert np.array_equal(ngram_features(TEXTS), features)


def test_they_serve_as_the_prior_of_an_imported_pool():
    prior = prior_at(Pool.flat(3, ngram_features(TEXTS)), Hyper(scale=1.0, feature_share=0.9))
    assert prior.covariance[0, 1] > prior.covariance[0, 2]


def test_empty_and_equal_texts_are_no_trouble():
    for texts in (["", ""], ["same", "same"]):
        features = ngram_features(texts)
        assert np.all(np.isfinite(features))
        prior = prior_at(Pool.flat(2, features), Hyper(scale=1.0, feature_share=0.9))
        assert prior.covariance == pytest.approx(np.eye(2))
