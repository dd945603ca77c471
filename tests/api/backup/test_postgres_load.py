"""A load into PostgreSQL that fails takes back what it made, and nothing else."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from api.backup import postgres as loading
from tests.databases import change
from tests.postgres import a_database

pytestmark = pytest.mark.postgres
MADE = "CREATE FUNCTION {}() RETURNS int LANGUAGE sql AS 'SELECT 1'"


def test_what_was_there_before_stays(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = a_database(postgres)
    change(url, MADE.format("theirs"))

    def load(_: str, __: Path) -> None:
        change(url, MADE.format("ours"), 'CREATE TABLE "Our words" (id serial)')

    monkeypatch.setattr(loading, "_load", load)
    with pytest.raises(KeyboardInterrupt), loading.loaded(url, tmp_path):
        raise KeyboardInterrupt

    engine = create_engine(url)
    with engine.connect() as connection:
        functions = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        classes = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        assert connection.scalars(text(functions)).all() == ["theirs"]
        assert connection.scalars(text(classes)).all() == []
    engine.dispose()


def test_where_it_cannot_be_taken_back_that_is_said(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("the server is gone")

    monkeypatch.setattr(loading, "_load", fail)
    monkeypatch.setattr(loading, "_drop_all", fail)
    with (
        pytest.raises(loading.DumpFailed, match="A part of it is in the database"),
        loading.loaded(a_database(postgres), tmp_path),
    ):
        pass
