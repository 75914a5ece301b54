"""Prompts and votes as files that other programs read, with where they come from."""

from __future__ import annotations

from optimizer.export.document import PROMPT_FORMATS, PromptFormat, export_prompt
from optimizer.export.files import write_atomically
from optimizer.export.provenance import Provenance
from optimizer.export.votes import ExportedVote, VoteFormat, export_votes

__all__ = [
    "PROMPT_FORMATS",
    "ExportedVote",
    "PromptFormat",
    "Provenance",
    "VoteFormat",
    "export_prompt",
    "export_votes",
    "write_atomically",
]
