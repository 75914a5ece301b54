"""The one module that imports litellm: it sends an attempt and returns the plain reply.

It runs in the child process only (`optimizer.llm.child`).
"""

from __future__ import annotations

import gc
import logging
import os
from dataclasses import replace
from typing import Any

from optimizer.llm.embeddings import embedding_reply
from optimizer.llm.forms import form_of, unwrapped
from optimizer.llm.streams import limit_told, read_stream
from optimizer.llm.wire import LONGEST_TEXT, Attempt, Growing, RawReply

# Sent where a server wants none: without it litellm would send a key out of the environment, which
# is meant for another provider.
_NO_KEY = "no-key"


class LitellmCaller:
    """Sends attempts through litellm, which is imported when this is made; that takes seconds."""

    def __init__(self) -> None:
        self._litellm = _import_litellm()

    async def call(self, attempt: Attempt, growing: Growing | None = None) -> RawReply:
        """Send one attempt; see `optimizer.llm.wire.Caller`.

        Raises:
            Exception: Whatever the library raises; `errorreading.read_error` names it.
        """
        if attempt.embed:
            return embedding_reply(await self._litellm.aembedding(**_embedding_arguments(attempt)))
        response = await self._litellm.acompletion(**_arguments(attempt))
        if attempt.stream and hasattr(response, "__aiter__"):
            return _in_form(await read_stream(response, growing), attempt)
        return _in_form(_reply(response), attempt)


def _import_litellm() -> Any:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else the import asks the network
    os.environ["LITELLM_TELEMETRY"] = "False"
    os.environ["DEFAULT_MAX_RETRIES"] = "0"  # a zero in a call for a vector counts as not said
    import litellm

    gc.freeze()  # what the import made stays: no later collection need walk it

    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.turn_off_message_logging = True
    # What a provider does not count is booked at its bound. The library would count it by itself,
    # and fetch a tokenizer from the network for that.
    litellm.disable_token_counter = True
    litellm.disable_hf_tokenizer_download = True
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
    if attempt.stream:
        # Without the usage at its end a stream would have to be booked at its worst case.
        arguments |= {"stream": True, "stream_options": {"include_usage": True}}
    if attempt.json_mode:
        arguments["response_format"] = {"type": "json_object"}
    arguments |= form_of(attempt.choices, attempt.grammar, attempt.choice_weights)
    if attempt.slot is not None:
        own = arguments.get("extra_body", {})
        arguments["extra_body"] = own | {"id_slot": attempt.slot}
    if attempt.logprobs:
        arguments["logprobs"] = True
    return arguments | _access(attempt)


def _embedding_arguments(attempt: Attempt) -> dict[str, Any]:
    return {
        "model": attempt.model,
        "input": [attempt.messages[-1][1]],
        "timeout": attempt.timeout_s,
        "max_retries": 0,
        "num_retries": 0,
        # Servers of one's own often know no other form, and hosted ones know it too.
        "encoding_format": "float",
        "drop_params": True,
    } | _access(attempt)


def _access(attempt: Attempt) -> dict[str, Any]:
    """Return where an attempt goes, and with which key."""
    access: dict[str, Any] = {}
    if attempt.base_url:
        access["api_base"] = attempt.base_url
    if attempt.api_key:
        access["api_key"] = attempt.api_key
    elif attempt.base_url and not attempt.model.startswith("azure"):
        access["api_key"] = _NO_KEY
    return access


def _in_form(reply: RawReply, attempt: Attempt) -> RawReply:
    if reply.text is None or not attempt.choices:
        return reply
    return replace(reply, text=unwrapped(reply.text, attempt.choices))


def _reply(response: Any) -> RawReply:
    usage = getattr(response, "usage", None)
    tokens_in = getattr(usage, "prompt_tokens", None) or None
    tokens_out = getattr(usage, "completion_tokens", None)
    details = getattr(usage, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None) or 0
    choices = getattr(response, "choices", None) or []
    if not choices:
        return RawReply(None, "", False, tokens_in, tokens_out, cached)
    choice = choices[0]
    text = getattr(choice.message, "content", None)
    too_long = isinstance(text, str) and len(text) > LONGEST_TEXT
    return RawReply(
        text=text if isinstance(text, str) and not too_long else None,
        finish=str(choice.finish_reason or ""),
        has_choices=True,
        tokens_in=tokens_in,
        # A server that does not count reports zeros.
        tokens_out=None if tokens_in is None and not tokens_out else tokens_out,
        cached_tokens=cached,
        too_long=too_long,
        has_logprobs=bool(getattr(getattr(choice, "logprobs", None), "content", None)),
        calls_per_minute=limit_told(response, "requests"),
        tokens_per_minute=limit_told(response, "tokens"),
    )
