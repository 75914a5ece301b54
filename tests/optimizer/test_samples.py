"""The bundled samples are whole: rows, prompts and labels fit together."""

from __future__ import annotations

import pytest

from optimizer.dataset import to_examples
from optimizer.project import ProjectDraft, check_draft
from optimizer.records import AnswerKind, ColumnRole, Split
from optimizer.samples import Sample, list_samples, load_sample
from optimizer.template import render

SAMPLES = [load_sample(info.id) for info in list_samples()]


def test_there_are_three_of_different_kinds() -> None:
    assert len(SAMPLES) >= 3
    assert {sample.task.answer_kind for sample in SAMPLES} == {AnswerKind.FREE, AnswerKind.LABEL}


def test_an_unknown_sample_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_sample("no such sample")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.info.id)
class TestEachSample:
    def test_it_makes_a_project(self, sample: Sample) -> None:
        examples = to_examples(sample.rows, sample.task.columns)
        check_draft(ProjectDraft(sample.info.title, sample.task, examples, sample.start))
        assert len(examples) == len(sample.rows) >= 30
        assert {example.split for example in examples} == {Split.TUNING, Split.HELD_OUT}

    def test_every_row_renders_to_a_short_message(self, sample: Sample) -> None:
        for row in sample.rows:
            words = " ".join(m.content for m in render(sample.start, row)).split()
            assert 10 < len(words) < 180

    def test_every_row_has_every_column(self, sample: Sample) -> None:
        names = {column.name for column in sample.task.columns}
        assert all(set(row) == names and all(row.values()) for row in sample.rows)

    def test_the_labels_are_those_of_the_rows(self, sample: Sample) -> None:
        roles = {column.role: column.name for column in sample.task.columns}
        if sample.task.answer_kind is AnswerKind.LABEL:
            given = {row[roles[ColumnRole.REFERENCE]] for row in sample.rows}
            assert given == set(sample.task.labels)
            assert all(label in sample.start.instruction for label in sample.task.labels)
        else:
            assert sample.task.labels == ()

    def test_it_says_what_a_good_answer_is(self, sample: Sample) -> None:
        assert len(sample.task.criteria.splitlines()) >= 2
        assert sample.task.description
