"""The model client: the one place of the program that knows litellm, which it imports late."""

from __future__ import annotations

from optimizer.llm.policy import CallPolicy
from optimizer.llm.probe import ModelReport
from optimizer.llm.service import CallHandle, ModelService

__all__ = ["CallHandle", "CallPolicy", "ModelReport", "ModelService"]
