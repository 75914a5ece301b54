"""The one module that imports litellm: it sends an attempt and returns the plain reply."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from contextlib import suppress
from typing import Any

from optimizer.llm.threads import in_thread
from optimizer.llm.wire import Attempt, Reply

# Sent where a server wants none: without it litellm would send a key out of the environment, which
# is meant for another provider.
_NO_KEY = "no-key"
_CLOSE_S = 1.0


class LitellmCaller:
    """Sends attempts through litellm, which is imported on first use, beside the loop."""

    def __init__(self) -> None:
        self._litellm: Any = None
        self._loading: asyncio.Task[Any] | None = None

    async def load(self) -> None:
        """Import litellm; takes seconds the first time."""
        if self._litellm is None:
            if self._loading is None:
                loading = in_thread(_import_litellm, "litellm-import")
                self._loading = asyncio.get_running_loop().create_task(loading)
            # A call that is cancelled meanwhile must not end the import for the others.
            self._litellm = await asyncio.shield(self._loading)

    async def call(self, attempt: Attempt) -> Reply:
        """Send one attempt; see `optimizer.llm.wire.Caller`."""
        await self.load()
        response = await self._litellm.acompletion(**_arguments(attempt))
        return _reply(response)

    async def close(self) -> None:
        """Close the connections and litellm's own background task."""
        if self._litellm is None:
            return
        from litellm.litellm_core_utils.logging_worker import GLOBAL_LOGGING_WORKER

        with suppress(Exception):
            await asyncio.wait_for(GLOBAL_LOGGING_WORKER.flush(), _CLOSE_S)
        with suppress(Exception):
            await asyncio.wait_for(GLOBAL_LOGGING_WORKER.stop(), _CLOSE_S)
        with suppress(Exception):
            await asyncio.wait_for(self._litellm.close_litellm_async_clients(), _CLOSE_S)
        self._litellm.in_memory_llm_clients_cache.flush_cache()


def _import_litellm() -> Any:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else the import asks the network
    os.environ["LITELLM_TELEMETRY"] = "False"
    collecting = gc.isenabled()
    gc.disable()
    try:
        import litellm
    finally:
        # A collection that walks all of litellm's objects stops the window for some 300 ms: there
        # is none during the import, and later ones pass over what it made.
        gc.freeze()
        if collecting:
            gc.enable()

    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.turn_off_message_logging = True
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        # It logs whole requests; what matters of them reaches the person as a fault.
        logging.getLogger(name).disabled = True
    return litellm


def _arguments(attempt: Attempt) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "model": attempt.model,
        "messages": [{"role": role, "content": content} for role, content in attempt.messages],
        "max_tokens": attempt.max_tokens,
        "timeout": attempt.timeout_s,
        # Retries are ours: else they are neither counted nor cancelled.
        "max_retries": 0,
        "num_retries": 0,
        # Some models refuse a temperature; they then answer with their own.
        "drop_params": True,
    }
    if attempt.temperature is not None:
        arguments["temperature"] = attempt.temperature
    if attempt.top_p is not None:
        arguments["top_p"] = attempt.top_p
    if attempt.base_url:
        arguments["api_base"] = attempt.base_url
    if attempt.api_key:
        arguments["api_key"] = attempt.api_key
    elif attempt.base_url and not attempt.model.startswith("azure"):
        arguments["api_key"] = _NO_KEY
    return arguments


def _reply(response: Any) -> Reply:
    usage = getattr(response, "usage", None)
    tokens_in = getattr(usage, "prompt_tokens", None) or None
    tokens_out = getattr(usage, "completion_tokens", None)
    details = getattr(usage, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None) or 0
    choices = getattr(response, "choices", None) or []
    if not choices:
        return Reply(None, "", False, tokens_in, tokens_out, cached)
    choice = choices[0]
    text = getattr(choice.message, "content", None)
    return Reply(
        text=text if isinstance(text, str) else None,
        finish=str(choice.finish_reason or ""),
        has_choices=True,
        tokens_in=tokens_in,
        # A server that does not count reports zeros.
        tokens_out=None if tokens_in is None and not tokens_out else tokens_out,
        cached_tokens=cached,
    )
