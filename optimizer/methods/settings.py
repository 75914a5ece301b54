"""The settings of a method: read out of its file, and checked when somebody chooses values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from optimizer.errors import MethodFault
from optimizer.methods.fields import Fields, plain, word
from optimizer.records import Method, MethodSetting, SettingKind, SettingValue
from optimizer.said import say

_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def read_settings(fields: Fields) -> tuple[MethodSetting, ...]:
    """Return the settings that a method file lists, in its order.

    Args:
        fields: The whole file.

    Raises:
        MethodFault: One of them is malformed; file and key are named.
    """
    settings: dict[str, MethodSetting] = {}
    for place, value in fields.each("settings"):
        setting = _setting(Fields(value, place))
        if setting.name in settings:
            raise MethodFault(
                say("{place}.name: there are two settings {name}.", place=place, name=setting.name)
            )
        settings[setting.name] = setting
    return tuple(settings.values())


def _setting(fields: Fields) -> MethodSetting:
    setting = MethodSetting(
        name=fields.name("name"),
        title=fields.need("title", str),
        kind=word(SettingKind, fields.need("kind", str), fields.at("kind")),
        default=plain(fields.any("default"), fields.at("default")),
        help=fields.need("help", str).strip(),
        low=_bound(fields, "low"),
        high=_bound(fields, "high"),
        choices=fields.texts("choices"),
    )
    fields.finish()
    numeric = setting.kind in (SettingKind.WHOLE, SettingKind.NUMBER)
    if numeric and (setting.low is None or setting.high is None):
        raise MethodFault(say("{at}: a number needs both low and high.", at=fields.at("low")))
    if not numeric and (setting.low is not None or setting.high is not None):
        raise MethodFault(say("{at}: only a number has low and high.", at=fields.at("low")))
    if (setting.kind is SettingKind.CHOICE) is not bool(setting.choices):
        raise MethodFault(
            say("{at}: a choice has these, and nothing else has.", at=fields.at("choices"))
        )
    try:
        default = fitted(setting, setting.default)
    except MethodFault as fault:
        raise MethodFault(say("{at}: {fault}", at=fields.at("default"), fault=fault)) from fault
    return replace(setting, default=default)


def _bound(fields: Fields, key: str) -> float | None:
    value = fields.any(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MethodFault(
            say("{at}: a number is needed, not {value!r}.", at=fields.at(key), value=value)
        )
    return value


def fitted(setting: MethodSetting, value: SettingValue) -> SettingValue:
    """Return a value as a setting holds it.

    Args:
        setting: The setting.
        value: What was chosen.

    Raises:
        MethodFault: It is of the wrong kind or out of range; the message says what is allowed.
    """
    # The terminal gives every figure as one with a fraction.
    round_ = isinstance(value, float) and value.is_integer()
    wrong = f"{setting.name} = {int(value) if round_ else repr(value)}"
    if setting.kind is SettingKind.SWITCH:
        if isinstance(value, bool):
            return value
        raise MethodFault(say("{wrong}: only true or false is allowed.", wrong=wrong))
    if setting.kind in (SettingKind.TEXT, SettingKind.LINES):
        if isinstance(value, str):
            return value
        raise MethodFault(say("{wrong}: a text is needed.", wrong=wrong))
    if setting.kind is SettingKind.CHOICE:
        if value in setting.choices:
            return value
        raise MethodFault(
            say("{wrong}: one of {names} is needed.", wrong=wrong, names=", ".join(setting.choices))
        )
    return _number(setting, value, wrong)


def _number(setting: MethodSetting, value: SettingValue, wrong: str) -> SettingValue:
    low, high = setting.low or 0, setting.high or 0
    whole = setting.kind is SettingKind.WHOLE
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not math.isfinite(float(value)):
        raise MethodFault(
            say(
                "{wrong}: a number from {low:g} to {high:g} is needed.",
                wrong=wrong,
                low=low,
                high=high,
            )
        )
    number = float(value)
    if whole and not number.is_integer():
        raise MethodFault(say("{wrong}: a whole number is needed.", wrong=wrong))
    if not low <= number <= high:
        raise MethodFault(
            say("{wrong}: {low:g} to {high:g} is allowed.", wrong=wrong, low=low, high=high)
        )
    return int(number) if whole else number


def chosen(method: Method, values: Mapping[str, SettingValue]) -> dict[str, SettingValue]:
    """Return the value of every setting of a method.

    Args:
        method: The method.
        values: What was chosen; what is left out keeps its default.

    Raises:
        MethodFault: There is no such setting, or a value does not fit.
    """
    for name in values:
        if method.setting(name) is None:
            have = ", ".join(setting.name for setting in method.settings) or "none"
            raise MethodFault(
                say("{title} has no setting {name}.", title=method.title, name=name),
                say("It has: {have}.", have=have),
            )
    return {
        setting.name: fitted(setting, values.get(setting.name, setting.default))
        for setting in method.settings
    }


def parse_value(method: Method, name: str, text: str) -> SettingValue:
    """Return the value that was typed for a setting, as in `--set rounds=5`.

    Args:
        method: The method.
        name: The setting.
        text: What was typed.

    Raises:
        MethodFault: There is no such setting, or the text does not fit.
    """
    setting = method.setting(name)
    if setting is None:
        return chosen(method, {name: text})[name]
    value: SettingValue = text.strip()
    if setting.kind is SettingKind.SWITCH:
        value = _WORDS.get(text.strip().lower(), text)
    elif setting.kind in (SettingKind.WHOLE, SettingKind.NUMBER):
        try:
            value = float(text)
        except ValueError:
            value = text
    return fitted(setting, value)
