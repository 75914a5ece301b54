"""The presets are whole and lead to models that can be asked."""

from __future__ import annotations

import pytest

from optimizer.providers import Preset, preset_of, presets
from optimizer.records import ModelSpec

WANTED = {
    "openai", "anthropic", "gemini", "mistral", "openrouter", "azure", "bedrock",
    "ollama", "lm_studio", "jan", "llama_cpp", "vllm", "litellm_proxy",
}  # fmt: skip


def test_every_wanted_provider_is_there_once() -> None:
    names = [preset.name for preset in presets()]
    assert len(names) == len(set(names))
    assert set(names) >= WANTED


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_a_preset_is_whole(preset: Preset) -> None:
    assert preset.title
    assert preset.example
    assert preset.help.endswith(".")
    assert "\n" not in preset.help
    assert preset.prefix.endswith("/")
    assert set(preset.fields) <= {"model", "key", "base_url"}
    assert preset.fields[0] == "model"
    assert not preset.base_url or "base_url" in preset.fields
    assert not preset.local or preset.base_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_a_model_of_a_preset_is_recognised(preset: Preset) -> None:
    address = preset.base_url or ("https://example.org/v1" if "base_url" in preset.fields else "")
    spec = preset.spec(preset.example, address, "env:SOME_KEY")
    assert spec.model == preset.prefix + preset.example
    assert spec.key_name == "env:SOME_KEY"
    assert preset_of(spec) == preset
    assert preset.spec(spec.model, address).model == spec.model


def test_a_model_on_this_computer_is_free() -> None:
    by_name = {preset.name: preset for preset in presets()}
    local, hosted = by_name["ollama"].spec("llama3.2"), by_name["openai"].spec("gpt-4o-mini")
    assert (local.price_in, local.price_out) == (0.0, 0.0)
    assert (hosted.price_in, hosted.price_out) == (None, None)
    assert local.base_url == "http://127.0.0.1:11434"


def test_a_moved_server_is_still_recognised() -> None:
    moved = preset_of(ModelSpec("ollama_chat/llama3.2", "http://192.168.1.2:11434"))
    assert moved is not None
    assert moved.name == "ollama"
    other = preset_of(ModelSpec("openai/x", "http://192.168.1.2:9000/v1"))
    assert other is not None
    assert other.name == "compatible"


def test_the_bundled_model_has_no_preset() -> None:
    assert preset_of(ModelSpec()) is None
    assert preset_of(ModelSpec("mystery/model")) is None
