"""Many values in one question, handed over as one parameter.

Each value of an IN is a parameter of its own: thousands cost more than the answer, and databases have a limit for them.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, func, literal, select

from engage.core.database import db


def among(column: Any, values: Collection[str] | Collection[int]) -> ColumnElement[bool]:
    """Whether a column of texts or numbers has one of these values; found by its index where it has one."""
    if db.engine.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))  # type: ignore[no-any-return]
    return column == any_(literal(list(values), ARRAY(column.type)))  # type: ignore[no-any-return]
