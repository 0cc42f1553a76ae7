"""A statement over many tables, read as if it were one: compiled once per process, asked as any model is."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable

# Models that have no table: no migration lays them and no registry lists them.
APART = Apps()
MANAGERS: dict[str, "Read"] = {}


@cache
def _compiled(name: str) -> tuple[str, tuple]:
    """It says the same as long as the code does: nothing in it depends on who asks, or when."""
    return MANAGERS[name].statement().query.sql_with_params()


class _InPlaceOfTable(BaseTable):
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        sql, params = _compiled(self.table_name)
        fields = MANAGERS[self.table_name].model._meta.concrete_fields
        columns = ", ".join(connection.ops.quote_name(each.column) for each in fields)
        return f"({sql}) {self.table_alias} ({columns})", params


class _Query(Query):
    base_table_class = _InPlaceOfTable


class Read(models.Manager):
    """The rows of `statement`: a queryset whose columns stand in the order of the model's fields."""

    def __init__(self, statement: Callable[[], models.QuerySet]) -> None:
        super().__init__()
        self.statement = statement

    def contribute_to_class(self, cls: Any, name: str) -> None:
        super().contribute_to_class(cls, name)
        MANAGERS[cls._meta.db_table] = self

    def get_queryset(self) -> models.QuerySet:
        return models.QuerySet(self.model, query=_Query(self.model), using=self._db)


@models.ForeignObject.register_lookup
@models.Field.register_lookup
class Among(models.Lookup):
    """`case__among=keys`: one of the keys of a queryset, which is asked once; so an index serves each of the tables."""

    lookup_name = "among"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        column, params = self.process_lhs(compiler, connection)
        keys, of_keys = self.process_rhs(compiler, connection)
        return f"{column} = ANY(ARRAY{keys})", (*params, *of_keys)


def together(parts: list[models.QuerySet]) -> models.QuerySet:
    """All rows of these querysets, in one statement."""
    first, *others = parts
    return first.union(*others, all=True) if others else first


class Told(models.Value):
    """Stands in a statement for the key that it is told each time it is asked."""

    def __init__(self) -> None:
        super().__init__(None, models.BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        return "%s", (self,)


@cache
def _asking(statement: Callable[[Any], models.QuerySet]) -> tuple[str, tuple]:
    return statement(Told()).query.sql_with_params()


def ask(statement: Callable[[Any], models.QuerySet], key: int) -> list[tuple]:
    """The rows of a function's queryset, as the database gives them; compiled once per process for whatever key."""
    sql, params = _asking(statement)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key if isinstance(each, Told) else each for each in params])
        return cursor.fetchall()
