"""From a plain reply to a completion, or to the fault that the reply amounts to."""

from __future__ import annotations

from optimizer.errors import ModelFault
from optimizer.llm.faults import make_fault
from optimizer.llm.pricing import PriceBook, most_tokens_in
from optimizer.llm.wire import RawReply
from optimizer.records import Completion, Request


def judge_reply(
    request: Request, reply: RawReply, latency_ms: int, prices: PriceBook
) -> Completion | ModelFault:
    """Decide what a reply is worth.

    Args:
        request: What was asked.
        reply: What came back with status 200.
        latency_ms: How long the attempt took.
        prices: The prices.

    Returns:
        A completion; or a fault whose `answer` is what was paid for all the same.
    """
    text = reply.text or ""
    completion = _completion(request, reply, text, latency_ms, prices)
    kind = _fault_kind(reply, text)
    if not kind:
        return completion
    fault = make_fault(kind, request.model)
    # The text of a failed answer is never judged, so it is not kept.
    fault.answer = _completion(request, reply, "", latency_ms, prices)
    return fault


def _fault_kind(reply: RawReply, text: str) -> str:
    if reply.finish == "content_filter":
        return "filtered"
    if reply.too_long:
        return "too_large"
    if text.strip():
        return ""
    return "length_empty" if reply.finish == "length" else "empty"


def _completion(
    request: Request, reply: RawReply, text: str, latency_ms: int, prices: PriceBook
) -> Completion:
    # What a server does not count is booked at its bound, never at nothing.
    tokens_in = most_tokens_in(request) if reply.tokens_in is None else reply.tokens_in
    tokens_out = reply.tokens_out
    if tokens_out is None:
        size = len((reply.text or "").encode("utf-8", "surrogatepass"))
        tokens_out = request.max_tokens if reply.too_long else min(request.max_tokens, size)
    price = prices.price(request.model)
    cost = None if price is None else price.cost(tokens_in, tokens_out, reply.cached_tokens)
    return Completion(
        text=text,
        finish=reply.finish or "stop",
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost_usd=cost,
        latency_ms=latency_ms,
    )
