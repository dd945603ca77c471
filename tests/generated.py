"""Rows for every table there is, at whatever revision: made from the tables themselves, so that a
new table or column needs nothing here. What may be empty is, in every second row."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    func,
    insert,
    select,
)

Row = tuple[str, ...]
START = datetime(2026, 1, 1, tzinfo=UTC)
UUID_HEX = 32


def tables_of(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine, resolve_fks=False)
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


def fill(engine: Engine, rows: int = 5, *, first: int = 1) -> None:
    """Put rows into every table, parents first, numbered from `first`."""
    metadata = tables_of(engine)
    made: dict[str, list[dict[str, Any]]] = {}
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            made[table.name] = [_row(table, number, made) for number in range(first, first + rows)]
            connection.execute(insert(table), made[table.name])


def _row(table: Table, number: int, made: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {column.name: _value(column, number, made) for column in table.columns}


def _value(column: Column[Any], number: int, made: Mapping[str, list[dict[str, Any]]]) -> Any:
    if column.nullable and number % 2 == 0:
        return None
    for key in column.foreign_keys:
        table, _, name = key.target_fullname.partition(".")
        if table == column.table.name:
            return None  # of its own kind: which may be none
        parents = made[table]
        return parents[(number - 1) % len(parents)][name]
    return _of_type(column, number)


def _of_type(column: Column[Any], number: int) -> Any:
    kind = column.type
    length = getattr(kind, "length", None)
    if isinstance(kind, Uuid) or length == UUID_HEX:
        return uuid4() if isinstance(kind, Uuid) else uuid4().hex
    makers: list[tuple[type, Any]] = [
        (JSON, [f"theme {number}"]),
        (Boolean, number % 2 == 0),
        (Date, START.date() + timedelta(days=number)),
        (DateTime, START + timedelta(hours=number, microseconds=number)),
        (LargeBinary, os.urandom(40)),
        (Float, number / 7),
        (Integer, number),
        (String, f"{column.name[:20]} {number}"),
    ]
    return next(value for of, value in makers if isinstance(kind, of))


def contents(engine: Engine, like: Mapping[str, list[str]] | None = None) -> dict[str, list[Row]]:
    """Return every row of every table, as text, in an order of its own. With `like`, only those
    tables and columns."""
    metadata, found = tables_of(engine), {}
    wanted = columns_of(engine) if like is None else like
    with engine.connect() as connection:
        for name, columns in wanted.items():
            table = metadata.tables[name]
            query = select(*[table.c[column] for column in columns])
            found[name] = sorted(tuple(map(_text, row)) for row in connection.execute(query))
    return found


def columns_of(engine: Engine) -> dict[str, list[str]]:
    return {
        table.name: sorted(column.name for column in table.columns)
        for table in tables_of(engine).sorted_tables
    }


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return value.hex() if isinstance(value, bytes) else json.dumps(value, default=str)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables_of(engine).sorted_tables
        }
