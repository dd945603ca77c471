"""A dump of a database on another machine goes the way that the settings say."""

from api.backup.postgres import beside


def test_the_programs_check_the_servers_certificate_as_we_do() -> None:
    url = "postgresql+psycopg://sam:secret@db.example/x?sslmode=verify-full&sslrootcert=/etc/ca.pem"

    assert beside(url) == {
        "PGPASSWORD": "secret",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ca.pem",
    }


def test_a_socket_named_after_the_question_mark_is_the_one_they_use() -> None:
    assert beside("postgresql+psycopg:///x?host=/run/pg") == {"PGHOST": "/run/pg"}
