"""How a project is tuned, as it is kept in the project file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields

from optimizer.records import Options

METHOD_SETTINGS = "method_settings"
"""Where a project's settings hold those of its method, beside the options."""


def read_options(settings: Mapping[str, object]) -> Options:
    """Return the options out of a project's settings; what is missing keeps its default.

    Args:
        settings: Plain values by name, as the file holds them.
    """
    known = {field.name: type(getattr(Options(), field.name)) for field in fields(Options)}
    return Options(
        **{name: kind(settings[name]) for name, kind in known.items() if name in settings}
    )


def write_options(options: Options) -> dict[str, object]:
    """Return options as plain values by name."""
    return asdict(options)
