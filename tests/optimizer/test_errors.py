from __future__ import annotations

import pickle

import pytest

from optimizer import errors
from optimizer.errors import ModelFault, WorldFault

FAMILY = [
    WorldFault,
    errors.DataFault,
    errors.ProjectFault,
    errors.BudgetFault,
    errors.ExportFault,
    ModelFault,
]


@pytest.mark.parametrize("kind", FAMILY)
def test_a_fault_says_what_is_wrong_and_what_to_do(kind):
    fault = kind("The file is empty.", "Choose another.")
    assert isinstance(fault, WorldFault)
    assert (fault.message, fault.remedy) == ("The file is empty.", "Choose another.")
    assert str(fault) == "The file is empty. Choose another."
    assert str(kind("The file is empty.")) == "The file is empty."


@pytest.mark.parametrize("kind", FAMILY)
def test_a_fault_survives_the_way_between_processes(kind):
    fault = pickle.loads(pickle.dumps(kind("Wrong.", "Mend it.")))
    assert type(fault) is kind
    assert str(fault) == "Wrong. Mend it."


def test_a_model_fault_keeps_its_kind_and_whether_it_may_pass():
    fault = pickle.loads(pickle.dumps(ModelFault("Busy.", kind="rate_limit", retryable=True)))
    assert (fault.kind, fault.retryable) == ("rate_limit", True)
    assert (ModelFault("No.").kind, ModelFault("No.").retryable) == ("model", False)
