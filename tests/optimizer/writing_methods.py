"""The methods in which a writer model reads what went wrong, and the proposers that they are."""

from __future__ import annotations

WRITING_METHODS = (
    "abo",
    "ampo",
    "apohf",
    "critique",
    "directional",
    "fipo",
    "gpo_gradient",
    "gpo_robust",
    "langgpt",
    "mepo",
    "metatextgrad",
    "opro",
    "optoprime",
    "polca",
    "prefpo",
    "promptagent",
    "promst",
    "spo",
)
_OTHER_NAMES = {"apohf": "apohf_pool"}
WRITERS = (*(_OTHER_NAMES.get(name, name) for name in WRITING_METHODS), "rephrase")
