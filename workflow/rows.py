"""Rows of several tables read in one statement, as the objects that they are; and several rows written in one."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from typing import Any

from django.db import connection
from django.db.models import F, Field, Model
from django.db.models.functions import JSONObject

# A related row by the name of its foreign key ("record"), or on from one that is read ("stage__subject" after
# "stage"): its model and the fields that are read of it.
Related = Mapping[str, tuple[type[Model], tuple[str, ...]]]


def as_json(model: type[Model], related: Related | None = None) -> JSONObject:
    """Every column of a row, and what is wanted of its related rows, as one value: for a union or a subquery."""
    columns: dict[str, Any] = {each.attname: F(each.attname) for each in model._meta.concrete_fields}
    for name, (_, fields) in (related or {}).items():
        columns[name] = JSONObject(**{each: F(f"{name}__{each}") for each in fields})
    return JSONObject(**columns)


def from_json(model: type[Model], row: Mapping[str, Any], related: Related | None = None) -> Any:
    """The object of a row that `as_json` read; a related one that is not there is None."""
    found = model(**_values(model._meta.concrete_fields, row))
    for path, (other, fields) in (related or {}).items():
        known: list[Any] = [other._meta.get_field(each) for each in fields]
        values = _values(
            known, {field.attname: row[path][name] for field, name in zip(known, fields, strict=True)}
        )
        *way, last = path.split("__")
        setattr(reduce(getattr, way, found), last, other(**values) if any(row[path].values()) else None)
    return found


def _values(fields: Iterable[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    return {each.attname: _read(each, row[each.attname]) for each in fields}


def _read(field: Field, value: Any) -> Any:
    """Moments and days stand in JSON as text; a list stands there as a list."""
    return value if isinstance(value, list | dict) or value is None else field.to_python(value)


LENGTH = re.compile(r"\(.*?\)")


def write(rows: Collection[Any], names: Collection[str]) -> None:
    """Store these fields of rows of one kind that are in the database already, in one statement.

    `bulk_update` does the same by a CASE for each field of each row, which took longer to compile than all else that
    a conference's decision does.
    """
    if not rows or not names:
        return
    meta = next(iter(rows))._meta
    fields = [meta.pk, *(meta.get_field(name) for name in names)]
    quote = connection.ops.quote_name
    table, key, *columns = (quote(each) for each in (meta.db_table, *(field.column for field in fields)))
    # Without the length, which a cast would cut to: what is too long is the column's to refuse.
    values = ", ".join(f"%s::{LENGTH.sub('', field.db_type(connection))}" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {', '.join(f'{each} = new.{each}' for each in columns)} "  # noqa: S608  # nosec B608
            f"FROM (VALUES {', '.join([f'({values})'] * len(rows))}) AS new ({', '.join([key, *columns])}) "
            f"WHERE {table}.{key} = new.{key}",
            [_stored(field, row) for row in rows for field in fields],
        )


def _stored(field: Any, row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=False), connection)
