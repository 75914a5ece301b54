"""The models that the arguments of `pairtune tune` name."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from optimizer.errors import DataFault
from optimizer.records import CallRole, ModelSpec
from optimizer.said import say

Models = dict[CallRole, ModelSpec | None]


def models_of(arguments: argparse.Namespace) -> Models:
    """Return the model of each role; None where a role is off.

    Raises:
        DataFault: A model cannot do what it is named for.
    """
    return {
        CallRole.ANSWER: _answerer(arguments),
        CallRole.WRITE: _spec(arguments, arguments.write_model),
        CallRole.JUDGE: _spec(arguments, arguments.judge_model),
        CallRole.EMBED: _embedder(arguments),
    }


def _answerer(arguments: argparse.Namespace) -> ModelSpec:
    spec = _spec(arguments, arguments.answer_model) or ModelSpec()
    if arguments.exact and not spec.bundled:
        raise DataFault(
            say("Only a model on this computer can be held to equal answers."),
            say("Leave --exact out, or name a GGUF file: --answer-model FILE.gguf."),
        )
    return replace(spec, exact=arguments.exact)


def _embedder(arguments: argparse.Namespace) -> ModelSpec | None:
    spec = _spec(arguments, arguments.embed_model)
    if spec is not None and spec.bundled:
        raise DataFault(
            say("The bundled server makes no vectors of texts."),
            say("Name an embedding model of a provider or of a server: --embed-model NAME."),
        )
    return spec


def _spec(arguments: argparse.Namespace, name: str | None) -> ModelSpec | None:
    if not name:
        return None
    if name.lower().endswith(".gguf"):
        return ModelSpec(file=str(Path(name).expanduser().resolve()))
    key = f"env:{arguments.key_env}" if arguments.key_env else ""
    model = name if "/" in name or not arguments.base_url else f"openai/{name}"
    return ModelSpec(
        model=model,
        base_url=arguments.base_url,
        key_name=key,
        price_in=arguments.price_in,
        price_out=arguments.price_out,
        calls_per_minute=arguments.calls_per_minute,
        tokens_per_minute=arguments.tokens_per_minute,
    )
