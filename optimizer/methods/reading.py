"""Reading a method file, strictly: a misspelt key or a value out of range is told, not guessed.

The file is YAML with the keys of `optimizer.records.Method`. A part is a name, or a mapping of
`name` and `settings`; a value `$shown` there stands for the method's own setting `shown`. A need
may name alternatives: `judge or person`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from optimizer.errors import MethodFault
from optimizer.methods.fields import Fields, plain, word
from optimizer.methods.settings import read_settings
from optimizer.records import (
    FromSetting,
    Method,
    MethodSetting,
    Need,
    PartUse,
    RaterKind,
    SettingKind,
    SettingValue,
    Source,
    StopRule,
    Turn,
    Without,
)
from optimizer.said import say

_OR = re.compile(r"\s+or\s+")


def read_method(text: str, where: str) -> Method:
    """Return the method that a file describes.

    Args:
        text: The file's content.
        where: How messages call the file.

    Raises:
        MethodFault: Something is missing, misspelt or contradicts itself; file and key are named.
    """
    import yaml

    # The loader written in C is ten times as fast, but not part of every build of PyYAML.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        raise MethodFault(
            say("{where}: this is not YAML: {error}", where=where, error=error)
        ) from error
    fields = Fields(raw, where)
    settings = read_settings(fields)
    known = {setting.name: setting for setting in settings}
    method = Method(
        name=fields.name("name"),
        title=fields.need("title", str),
        sentence=fields.need("sentence", str).strip(),
        proposers=tuple(_parts(fields, "proposers", known)),
        sources=tuple(_sources(fields)),
        needs=_needs(fields),
        without=tuple(_without(fields)),
        picker=_part(fields, "picker", known),
        turn=_turn(fields),
        evaluator=_part(fields, "evaluator", known),
        selector=_part(fields, "selector", known),
        evidence=_evidence(fields),
        gates=tuple(_parts(fields, "gates", known)),
        waived=fields.texts("waived"),
        settings=settings,
        stop=_stop(fields, known),
    )
    fields.finish()
    if not method.proposers:
        raise MethodFault(say("{at}: a method needs at least one.", at=fields.at("proposers")))
    return method


def _sources(fields: Fields) -> Iterator[Source]:
    for place, value in fields.each("sources"):
        source = Fields(value, place)
        yield Source(
            title=source.need("title", str),
            authors=source.need("authors", str),
            year=source.need("year", int),
            arxiv=source.get("arxiv", str) or "",
        )
        source.finish()


def _needs(fields: Fields) -> tuple[tuple[Need, ...], ...]:
    return tuple(
        tuple(word(Need, each, place) for each in _OR.split(str(value).strip()))
        for place, value in fields.each("needs")
    )


def _without(fields: Fields) -> Iterator[Without]:
    for place, value in fields.each("without"):
        missing = Fields(value, place)
        need = word(Need, missing.need("need", str), missing.at("need"))
        yield Without(need, missing.need("sentence", str).strip())
        missing.finish()


def _turn(fields: Fields) -> Turn:
    value = fields.get("turn", str)
    return Turn.ROUND if value is None else word(Turn, value, fields.at("turn"))


def _evidence(fields: Fields) -> tuple[RaterKind, ...]:
    found = tuple(word(RaterKind, value, place) for place, value in fields.each("evidence"))
    return found or tuple(RaterKind)


def _part(fields: Fields, key: str, known: dict[str, MethodSetting]) -> PartUse | None:
    value = fields.any(key)
    return None if value is None else _use(value, fields.at(key), known)


def _parts(fields: Fields, key: str, known: dict[str, MethodSetting]) -> Iterator[PartUse]:
    for place, value in fields.each(key):
        yield _use(value, place, known)


def _use(value: object, place: str, known: dict[str, MethodSetting]) -> PartUse:
    if isinstance(value, str):
        return PartUse(value)
    fields = Fields(value, place)
    name = fields.need("name", str)
    settings: dict[str, SettingValue | FromSetting] = {}
    chosen = fields.get("settings", dict)
    if chosen is not None:
        inner = Fields(chosen, fields.at("settings"))
        for key, each in inner.items():
            settings[key] = _value(each, inner.at(key), known)
    fields.finish()
    return PartUse(name, settings)


def _value(
    value: object, place: str, known: dict[str, MethodSetting]
) -> SettingValue | FromSetting:
    if isinstance(value, str) and value.startswith("$"):
        if value[1:] not in known:
            raise MethodFault(
                say("{place}: the method has no setting {value}.", place=place, value=value[1:])
            )
        return FromSetting(value[1:])
    return plain(value, place)


def _stop(fields: Fields, known: dict[str, MethodSetting]) -> StopRule:
    value = fields.any("stop")
    if value is None:
        return StopRule()
    inner = Fields(value, fields.at("stop"))
    rules = {key: _limit(inner, key, known) for key in ("proposals", "votes", "answers", "idle")}
    inner.finish()
    return StopRule(**rules)


def _limit(fields: Fields, key: str, known: dict[str, MethodSetting]) -> int | FromSetting | None:
    value = fields.any(key)
    if value is None:
        return None
    found = _value(value, fields.at(key), known)
    if isinstance(found, FromSetting):
        if known[found.setting].kind is not SettingKind.WHOLE:
            raise MethodFault(
                say(
                    "{at}: {setting} is not a whole number.",
                    at=fields.at(key),
                    setting=found.setting,
                )
            )
        return found
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise MethodFault(
            say(
                "{at}: a whole number from 1 on is needed, not {value!r}.",
                at=fields.at(key),
                value=value,
            )
        )
    return found
