from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.records import AnswerKind, CallRole, Caps, ModelSpec
from optimizer.store import Store
from tests.optimizer.store import making


def test_project_comes_back_as_it_was_given(empty: Store) -> None:
    project = empty.project()

    assert project == replace(
        making.PROJECT, created_at=project.created_at, schema_version=project.schema_version
    )
    assert project.created_at.endswith("Z")
    assert project.schema_version >= 1


def test_update_changes_the_named_fields_only(empty: Store) -> None:
    before = empty.project()
    models = {CallRole.ANSWER: ModelSpec("openai/x", "http://localhost", "env:KEY", "", 1.0, 2.5)}

    after = empty.update_project(
        name="Größe", caps=Caps(votes=50, cost_usd=1.5), models=models, settings={"a": [1, None]}
    )

    assert after == empty.project()
    assert after == replace(
        before,
        name="Größe",
        caps=Caps(votes=50, cost_usd=1.5),
        models=models,
        settings={"a": [1, None]},
    )


def test_update_of_an_unknown_field_is_an_error(empty: Store) -> None:
    with pytest.raises(TypeError):
        empty.update_project(nmae="x")


def test_task_comes_back_as_it_was_given_and_is_replaced(empty: Store) -> None:
    assert empty.task() == making.TASK

    changed = replace(
        making.TASK,
        criteria="long",
        answer_kind=AnswerKind.LABEL,
        labels=("a", "b"),
        locks=("Do not guess.",),
    )
    empty.set_task(changed)

    assert empty.task() == changed


def test_task_may_be_replaced_while_examples_belong_to_it(store: Store) -> None:
    store.set_task(replace(making.TASK, name="Other"))

    assert store.task().name == "Other"
    assert store.check() == []
