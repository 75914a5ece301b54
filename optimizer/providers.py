"""The list of providers and servers that people have, with the fields that each needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from optimizer.records import ModelSpec


@dataclass(frozen=True, slots=True)
class Preset:
    """What the model form needs to know of a provider.

    Attributes:
        name: Short and stable.
        title: What people read.
        prefix: What litellm wants before the model's name.
        fields: What to ask for, in order: `model`, `key`, `base_url`.
        help: One line for the person.
        example: A model's name, to be shown in the empty field.
        base_url: The address to offer; empty when the provider's own is known.
        key_variable: The environment variable in which the key usually is; empty if none.
        environment: Further variables that must be set.
        local: Whether it answers on this computer, at no price.
    """

    name: str
    title: str
    prefix: str
    fields: tuple[str, ...]
    help: str
    example: str = ""
    base_url: str = ""
    key_variable: str = ""
    environment: tuple[str, ...] = ()
    local: bool = False

    def spec(self, model: str, base_url: str = "", key_name: str = "") -> ModelSpec:
        """Return the model as it is asked.

        Args:
            model: The name that was entered, with or without the prefix.
            base_url: The address that was entered; empty for the preset's.
            key_name: Where the key is.

        Returns:
            The model; free of charge if it is local.
        """
        model = model.strip()
        named = model if model.startswith(self.prefix) else self.prefix + model
        price = 0.0 if self.local else None
        address = base_url.strip().rstrip("/") or self.base_url
        return ModelSpec(named, address, key_name, price_in=price, price_out=price)


@cache
def presets() -> tuple[Preset, ...]:
    """Return every preset, in the order in which people see them."""
    import yaml

    entries = yaml.safe_load((files("resources") / "providers.yaml").read_text("utf-8"))
    return tuple(_preset(entry) for entry in entries)


def preset_of(spec: ModelSpec) -> Preset | None:
    """Return the preset by which a model was probably entered.

    Args:
        spec: The model.

    Returns:
        The preset with the same address, else the last one that takes any address; None for the
        bundled model and for providers without a preset.
    """
    alike = [preset for preset in presets() if spec.model.startswith(preset.prefix)]
    for preset in alike:
        if preset.base_url == spec.base_url and (spec.base_url or "base_url" not in preset.fields):
            return preset
    return next((preset for preset in reversed(alike) if "base_url" in preset.fields), None)


def _preset(entry: Mapping[str, Any]) -> Preset:
    lists = {"fields", "environment"}
    values: dict[str, Any] = {
        key: tuple(value) if key in lists else value for key, value in entry.items()
    }
    return Preset(**values)
