"""Prices, bounds and model names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.llm.names import chat_models, complete
from optimizer.llm.pricing import PriceBook, most_tokens_in
from optimizer.records import CallRole, Message, ModelSpec, Parameters, Request

TABLE = {
    "small": {
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 2e-6,
        "cache_read_input_token_cost": 1e-7,
        "litellm_provider": "openai",
        "mode": "chat",
    },
    "gemini/tiered": {
        "input_cost_per_token": 1e-6,
        "output_cost_per_token": 2e-6,
        "input_cost_per_token_above_200k_tokens": 3e-6,
        "output_cost_per_token_above_200k_tokens": 5e-6,
        "litellm_provider": "gemini",
        "mode": "chat",
    },
    "ollama/llama": {
        "input_cost_per_token": 0.0,
        "output_cost_per_token": 0.0,
        "litellm_provider": "ollama",
        "mode": "chat",
    },
    "by-the-second": {"input_cost_per_second": 1.0, "litellm_provider": "openai", "mode": "chat"},
    "pictures": {"litellm_provider": "openai", "mode": "image_generation"},
}
BOOK = PriceBook(TABLE)


def ask(spec: ModelSpec, *texts: str, max_tokens: int = 10) -> Request:
    messages = tuple(Message("user", text) for text in texts)
    return Request(CallRole.ANSWER, spec, messages, Parameters(), max_tokens)


@pytest.mark.parametrize(
    ("spec", "known"),
    [
        (ModelSpec("openai/small"), (1e-6, 2e-6)),
        (ModelSpec("small"), (1e-6, 2e-6)),
        (ModelSpec("gemini/tiered"), (1e-6, 2e-6)),
        (ModelSpec("ollama_chat/llama"), (0.0, 0.0)),
        (ModelSpec("anthropic/small"), None),
        (ModelSpec("openai/unheard-of"), None),
        (ModelSpec("openai/by-the-second"), None),
        (ModelSpec("openai/small", base_url="http://127.0.0.1:1234/v1"), None),
        (ModelSpec("openai/small", base_url="https://eu.api.openai.com/v1"), (1e-6, 2e-6)),
        (ModelSpec("openai/small", base_url="https://notopenai.com/v1"), None),
        (ModelSpec("openai/unheard-of", price_in=3.0, price_out=4.0), (3e-6, 4e-6)),
        (ModelSpec("openai/small", price_in=0.5), (5e-7, 2e-6)),
        (ModelSpec("openai/unheard-of", price_in=0.5), None),
        (ModelSpec(), (0.0, 0.0)),
        (ModelSpec(file="/models/own.gguf"), (0.0, 0.0)),
    ],
)
def test_prices(spec: ModelSpec, known: tuple[float, float] | None) -> None:
    price = BOOK.price(spec)
    assert (None if price is None else (price.token_in, price.token_out)) == pytest.approx(known)


def test_cached_input_is_cheaper_and_long_input_dearer() -> None:
    small = BOOK.price(ModelSpec("openai/small"))
    tiered = BOOK.price(ModelSpec("gemini/tiered"))
    assert small is not None
    assert tiered is not None
    assert small.cost(100, 10, cached=60) == pytest.approx(40e-6 + 6e-6 + 20e-6)
    assert tiered.cost(200_000, 10) == pytest.approx(0.2 + 20e-6)
    assert tiered.cost(200_001, 10) == pytest.approx(200_001 * 3e-6 + 50e-6)


@given(
    st.sampled_from(["openai/small", "gemini/tiered"]),
    st.integers(0, 400_000),
    st.integers(0, 5000),
    st.integers(0, 400_000),
)
def test_no_bill_is_higher_than_the_highest(
    model: str, tokens_in: int, tokens_out: int, cached: int
) -> None:
    price = BOOK.price(ModelSpec(model))
    assert price is not None
    bill = price.cost(tokens_in, tokens_out, cached)
    assert bill <= price.highest(tokens_in, tokens_out) + 1e-12


@given(st.lists(st.text(st.characters(codec=None)), min_size=1))
def test_the_bound_counts_every_byte_of_every_text(texts: list[str]) -> None:
    asked = ask(ModelSpec("openai/small"), *texts)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    worst = BOOK.worst_case(asked)
    assert most_tokens_in(asked) > size
    assert worst.tokens > size + asked.max_tokens
    assert worst.cost_usd is not None
    assert worst.cost_usd > size * 1e-6


def test_the_worst_case_of_an_unknown_price_is_unknown() -> None:
    assert BOOK.worst_case(ask(ModelSpec("openai/unheard-of"), "text")).cost_usd is None
    assert BOOK.worst_case(ask(ModelSpec(), "text")).cost_usd == 0.0


def test_the_shipped_table_knows_common_models() -> None:
    book = PriceBook()
    for model in ("openai/gpt-4o-mini", "gemini/gemini-2.5-flash", "mistral/mistral-small-latest"):
        price = book.price(ModelSpec(model))
        assert price is not None
        assert 0 < price.token_in < price.token_out


def test_names_are_completed_best_first() -> None:
    names = chat_models(TABLE)
    assert names == ("gemini/tiered", "ollama/llama", "openai/by-the-second", "openai/small")
    assert complete("", names) == names
    assert complete("sma", names) == ("openai/small",)
    assert complete("openai", names) == ("openai/by-the-second", "openai/small")
    assert complete("OLLAMA/l", names) == ("ollama/llama",)
    assert complete("tier gem", names) == ("gemini/tiered",)
    assert complete("nothing like it", names) == ()
    assert complete("", names, most=2) == names[:2]
