"""How likely a model finds a given answer, told by the bundled server token by token."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Sequence
from math import log
from typing import Any
from urllib.error import URLError

from optimizer.errors import ModelFault
from optimizer.local.model import Endpoint
from optimizer.records import Message
from optimizer.said import say
from optimizer.stopping import CANCELLED, stop_asked

_TOLD = 4_000
"""How many of the likeliest next tokens are asked for; a rarer one counts as the last of them."""
_TIMEOUT_S = 60.0
_LIFT = 60.0  # in nats; no token that is wanted lies so far below one that is not
_LEAST = 1e-12  # what is told as 0 is at least so likely
_REMEDY = "Look at the local model under Settings, then try again."


class LocalLikelihood:
    """Reads next-token distributions of a local server; blocks, and costs nothing.

    Args:
        endpoint: Returns where the server answers, and starts it if need be.
    """

    def __init__(self, endpoint: Callable[[], Endpoint]) -> None:
        self._endpoint = endpoint
        self._known: dict[tuple[str, ...], list[int]] = {}

    def loss(self, messages: Sequence[Message], target: str) -> float:
        """Return the mean negative log-probability of an answer's tokens, in nats.

        Args:
            messages: The chat so far.
            target: The answer; not empty.

        Raises:
            ModelFault: The server does not answer, or the texts are too long for it.
        """
        endpoint = self._endpoint()
        before = _prompt_tokens(endpoint, messages)
        (wanted,) = _tokens_of(endpoint, [target])
        if not wanted:
            raise ValueError("an answer without a token has no likelihood")
        losses = [
            -_log_probabilities(endpoint, [*before, *wanted[:k]], [token])[0]
            for k, token in enumerate(wanted)
        ]
        return sum(losses) / len(losses)

    def first(self, messages: Sequence[Message], answers: Sequence[str]) -> tuple[float, ...]:
        """Return how likely each answer is as against the others; see `Likelihood`."""
        endpoint = self._endpoint()
        wanted = self._first_tokens(endpoint, tuple(answers))
        asked = {
            "prompt": _templated(endpoint, messages),
            "n_predict": 1,
            # To sort the whole vocabulary takes longer than to read a short prompt: so these tokens
            # alone are lifted above all others, which leaves their distances as they are.
            "logit_bias": [[token, _LIFT] for token in wanted],
            "samplers": ["top_k", "temperature"],
            "top_k": len(wanted),
            "n_probs": len(wanted),
            "temperature": 1.0,
            "post_sampling_probs": True,
            "cache_prompt": not endpoint.exact,
        }
        told = _post(endpoint, "/completion", asked)["completion_probabilities"][0]["top_probs"]
        shares = {entry["id"]: float(entry["prob"]) for entry in told}
        return tuple(log(max(shares.get(token, 0.0), _LEAST)) for token in wanted)

    def _first_tokens(self, endpoint: Endpoint, answers: tuple[str, ...]) -> list[int]:
        if answers not in self._known:
            self._known[answers] = [tokens[0] for tokens in _tokens_of(endpoint, answers)]
        return self._known[answers]

    def tells_apart(self, answers: Sequence[str]) -> bool:
        """Return whether first tokens differ, and stand in no other answer; see `Likelihood`."""
        told = _tokens_of(self._endpoint(), answers)
        return all(
            bool(own) and not any(own[0] in other for other in told[:k] + told[k + 1 :])
            for k, own in enumerate(told)
        )


def _templated(endpoint: Endpoint, messages: Sequence[Message]) -> str:
    chat = [{"role": message.role, "content": message.content} for message in messages]
    return str(_post(endpoint, "/apply-template", {"messages": chat})["prompt"])


def _prompt_tokens(endpoint: Endpoint, messages: Sequence[Message]) -> list[int]:
    templated = _templated(endpoint, messages)
    return list(_post(endpoint, "/tokenize", {"content": templated})["tokens"])


def _tokens_of(endpoint: Endpoint, texts: Sequence[str]) -> list[list[int]]:
    asked = ({"content": text, "add_special": False} for text in texts)
    return [list(_post(endpoint, "/tokenize", each)["tokens"]) for each in asked]


def _log_probabilities(
    endpoint: Endpoint, tokens: list[int], following: Sequence[int]
) -> tuple[float, ...]:
    asked = {
        "prompt": tokens,
        "n_predict": 1,
        "n_probs": _TOLD,
        "temperature": 0.0,
        "cache_prompt": not endpoint.exact,
    }
    told = _post(endpoint, "/completion", asked)["completion_probabilities"][0]["top_logprobs"]
    known = {entry["id"]: float(entry["logprob"]) for entry in told}
    return tuple(known.get(token, float(told[-1]["logprob"])) for token in following)


def _post(endpoint: Endpoint, path: str, body: object) -> Any:
    import urllib.request

    if stop_asked():
        # A proposer may read hundreds of rows: who closes a project does not wait for them.
        raise ModelFault(say("The writing was stopped."), kind=CANCELLED)
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {endpoint.api_key}",
    }
    address = endpoint.base_url.removesuffix("/v1") + path
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    # No proxy of the system may stand between the program and its own server.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=_TIMEOUT_S) as response:
            return json.load(response)
    except (URLError, http.client.HTTPException, TimeoutError, OSError, ValueError) as error:
        said = f"The local model told no probabilities: {error}"
        raise ModelFault(said, _REMEDY, kind="local_model") from error
