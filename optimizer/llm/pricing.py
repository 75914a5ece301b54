"""What calls cost: litellm's own price table, read without importing litellm."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from optimizer.calling.budget import Worst
from optimizer.records import ModelSpec, Request

_TABLE = "model_prices_and_context_window_backup.json"
_MILLION = 1_000_000
_TIER = re.compile(r"input_cost_per_token_above_(\d+)k_tokens")

# A token is at least one byte; a chat template adds some around each message.
_TOKENS_PER_MESSAGE = 24
_TOKENS_PER_CALL = 64
_LETTERS_PER_TOKEN = 4
_MOST_LETTERS_PER_TOKEN = 6

_OFFICIAL = ("openai.com", "azure.com", "anthropic.com", "googleapis.com", "mistral.ai")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per token; `tiers` are (above so many input tokens, in, out), rising."""

    token_in: float
    token_out: float
    cached_in: float
    tiers: tuple[tuple[int, float, float], ...] = ()

    def cost(self, tokens_in: int, tokens_out: int, cached: int = 0) -> float:
        """Return the cost of one answer in US dollars."""
        price_in, price_out, price_cached = self.token_in, self.token_out, self.cached_in
        for above, tier_in, tier_out in self.tiers:
            if tokens_in > above:
                price_in, price_out, price_cached = tier_in, tier_out, tier_in
        cached = min(cached, tokens_in)
        return (tokens_in - cached) * price_in + cached * price_cached + tokens_out * price_out

    def highest(self, tokens_in: int, tokens_out: int) -> float:
        """Return what an answer can cost at most."""
        most_in = max([self.token_in, self.cached_in, *(tier[1] for tier in self.tiers)])
        most_out = max([self.token_out, *(tier[2] for tier in self.tiers)])
        return tokens_in * most_in + tokens_out * most_out


FREE = Price(0.0, 0.0, 0.0)


class PriceBook:
    """Prices by model; the table is read on first use, from any thread.

    Args:
        table: The table in litellm's form; None for the one that litellm ships.
    """

    def __init__(self, table: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self._table = table
        self._lock = threading.Lock()

    def table(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the raw table: what litellm knows of each model."""
        with self._lock:
            if self._table is None:
                self._table = _shipped_table()
            return self._table

    def price(self, spec: ModelSpec) -> Price | None:
        """Return the price of a model; None when it is not known, or only in part.

        Args:
            spec: The model; its own prices come first. The bundled model is free.
        """
        if spec.bundled:
            return FREE
        known = self._known(spec)
        price_in = known.token_in if known else None
        price_out = known.token_out if known else None
        if spec.price_in is None and spec.price_out is None:
            return known
        price_in = price_in if spec.price_in is None else spec.price_in / _MILLION
        price_out = price_out if spec.price_out is None else spec.price_out / _MILLION
        if price_in is None or price_out is None:
            return None
        return Price(price_in, price_out, price_in)

    def worst_case(self, request: Request) -> Worst:
        """Return what one attempt can use at most; see `ModelService.worst_case`."""
        tokens_in = most_tokens_in(request)
        price = self.price(request.model)
        cost = None if price is None else price.highest(tokens_in, request.max_tokens)
        return Worst(tokens_in + request.max_tokens, cost)

    def _known(self, spec: ModelSpec) -> Price | None:
        if not _official(spec):
            return None
        entry = self._entry(spec.model)
        return _price(entry) if entry else None

    def _entry(self, model: str) -> Mapping[str, Any] | None:
        table = self.table()
        if model in table:
            return table[model]
        provider, _, name = model.partition("/")
        if provider == "ollama_chat":
            return table.get(f"ollama/{name}")
        entry = table.get(name)
        if entry and str(entry.get("litellm_provider", "")).startswith(provider):
            return entry
        return None


def most_tokens_in(request: Request) -> int:
    """Return a bound that the tokens of a request's messages never pass."""
    sizes = [
        len(message.content.encode("utf-8", "surrogatepass")) + _TOKENS_PER_MESSAGE
        for message in request.messages
    ]
    return sum(sizes) + _TOKENS_PER_CALL


def likely_tokens(request: Request) -> int:
    """Return about how many tokens a provider counts against its limit per minute."""
    letters = sum(len(message.content) for message in request.messages)
    return letters // _LETTERS_PER_TOKEN + request.max_tokens


def surely_tokens(request: Request) -> int:
    """Return how many tokens a request of ordinary text takes at least, answer included."""
    letters = sum(len(message.content) for message in request.messages)
    return letters // _MOST_LETTERS_PER_TOKEN + request.max_tokens


def _official(spec: ModelSpec) -> bool:
    """Whether the provider itself is asked: a server of another's own has prices of its own."""
    if not spec.base_url or not spec.model.startswith("openai/"):
        return True
    host = urlsplit(spec.base_url).hostname or ""
    return any(host == name or host.endswith(f".{name}") for name in _OFFICIAL)


def _price(entry: Mapping[str, Any]) -> Price | None:
    token_in, token_out = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if not isinstance(token_in, int | float) or not isinstance(token_out, int | float):
        return None
    tiers = []
    for name, tier_in in entry.items():
        found = _TIER.fullmatch(name)
        if found and isinstance(tier_in, int | float):
            thousands = found.group(1)
            tier_out = entry.get(f"output_cost_per_token_above_{thousands}k_tokens", token_out)
            tiers.append((int(thousands) * 1000, float(tier_in), float(tier_out)))
    cached = entry.get("cache_read_input_token_cost")
    cached_in = cached if isinstance(cached, int | float) else token_in
    return Price(float(token_in), float(token_out), float(cached_in), tuple(sorted(tiers)))


def _shipped_table() -> Mapping[str, Mapping[str, Any]]:
    # Finding a package does not import it; the import would take seconds.
    found = find_spec("litellm")
    for folder in (found.submodule_search_locations or ()) if found else ():
        file = Path(folder) / _TABLE
        if file.is_file():
            table: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))
            table.pop("sample_spec", None)
            return table
    return {}
