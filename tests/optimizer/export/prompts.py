"""Prompts of every shape, for properties of exports."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from optimizer.export import Provenance
from optimizer.records import (
    Demonstration,
    DemonstrationStyle,
    FieldStyle,
    InputField,
    InstructionPosition,
    InstructionRole,
    Layout,
    Parameters,
    Prompt,
)

ORIGIN = Provenance(
    project="Replies\n'\"\\ {{x}}",
    votes=31,
    p_beats_start=0.971,
    win_rate=0.7,
    low=0.54,
    high=0.83,
    date="2026-11-21T10:00:00Z",
    model="SmolLM2",
    prompt_name="B3: shorter",
)


def _layout(*values: Any) -> Layout:
    """Return a layout with choices, and with weights where these are wanted."""
    *plain, choices, weighed = values
    texts = tuple(text for text, _ in choices)
    weights = tuple(weight for _, weight in choices) if weighed else ()
    return Layout(*plain, choices=texts, choice_weights=weights)


COLUMNS = ("text", "the name", "self")
# Characters that some format or other must escape, and half a surrogate pair.
ODD = "ab '\"\\\n\t\r#:-|>{}[]`%&*!é\u2028\x85\x00\x1b\ufeff😀\ud800"
TEXT = st.text(alphabet=ODD, max_size=12)
TEMPLATE = st.lists(
    st.one_of(TEXT, st.sampled_from([f"{{{{{name}}}}}" for name in COLUMNS])), max_size=5
).map("".join)
FIELDS = st.lists(st.builds(InputField, st.sampled_from(COLUMNS), TEXT), max_size=3).map(tuple)
DEMONSTRATIONS = st.lists(
    st.builds(
        Demonstration,
        st.tuples(*(st.tuples(st.just(name), TEXT) for name in COLUMNS)),
        TEXT,
    ),
    max_size=2,
).map(tuple)
CHOICES = st.lists(st.tuples(TEXT, st.floats(-20.0, 20.0)), max_size=2)
LAYOUTS = st.builds(
    _layout,
    st.sampled_from(InstructionRole),
    st.sampled_from(InstructionPosition),
    st.sampled_from(FieldStyle),
    TEXT,
    TEXT,
    st.sampled_from(DemonstrationStyle),
    TEXT,
    st.integers(1, 4_000),
    CHOICES,
    st.booleans(),
)
PROMPTS = st.builds(
    Prompt,
    instruction=TEMPLATE,
    system=TEMPLATE,
    fields=FIELDS,
    demonstrations=DEMONSTRATIONS,
    layout=LAYOUTS,
    parameters=st.builds(
        Parameters, st.none() | st.floats(0, 2, width=16), st.none() | st.floats(0, 1, width=16)
    ),
    labels=st.lists(st.tuples(TEXT, TEXT), max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
)
ROWS = st.fixed_dictionaries(dict.fromkeys(COLUMNS, TEXT))
