"""What is wrong with a setting, in words for the person who starts Engage."""

from collections.abc import Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

MUST = {
    "secret_key": "at least 16 characters long, and at least 32 random characters in production",
    "retired_secret_keys": 'a list in square brackets, such as ["an earlier key"]',
    "accent": "a colour of a hash sign and six digits from 0 to 9 or a to f, such as #0b5d5e",
    "language": "the code of a language, such as en-GB",
    "site_name": "a name that is not empty",
}


def sentence(fault: Mapping[str, Any], fields: Mapping[str, FieldInfo]) -> str:
    """One fault that pydantic found: what the value must be, and what the setting is for."""
    name = str(fault["loc"][0]).lower().removeprefix("engage_") if fault["loc"] else ""
    said = str(fault["msg"]).removeprefix("Value error, ")
    if not name:
        return said
    if name not in fields:
        return f"ENGAGE_{name.upper()} is not a setting of Engage; `engage settings` lists them all."
    wish = said if fault["type"] == "value_error" else f"must be {must_be(name, fields[name])}"
    return f"ENGAGE_{name.upper()} {wish}. {fields[name].description}"


def must_be(name: str, field: FieldInfo) -> str:
    """What the value of a setting must be, to follow the words “must be”."""
    if name in MUST:
        return MUST[name]
    kinds = [kind for kind in _alternatives(field.annotation) if kind is not type(None)]
    if get_origin(kinds[0]) is Literal:
        return " or ".join(get_args(kinds[0]))
    if bool in kinds:
        return "true or false"
    if int in kinds:
        return f"a whole number{_range(field)}"
    return "a text"


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _range(field: FieldInfo) -> str:
    least = next((rule.ge for rule in field.metadata if isinstance(rule, annotated_types.Ge)), None)
    most = next((rule.le for rule in field.metadata if isinstance(rule, annotated_types.Le)), None)
    if most is not None:
        return f" from {least} to {most}"
    return f" of at least {least}" if least is not None else ""
