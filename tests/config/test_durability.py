"""A PostgreSQL that may forget what it has confirmed is refused."""

import pytest

from config.durability import refuse_to_forget, what_is_saved_stays

pytestmark = pytest.mark.django_db


def test_the_hurried_server_of_the_tests_is_refused_with_a_sentence():
    with pytest.raises(SystemExit, match="fsync = off: it may lose what it has confirmed"):
        refuse_to_forget()


def test_one_setting_is_enough(monkeypatch):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = local")
    assert {problem.msg.split()[4] for problem in what_is_saved_stays(databases=["default"])} == {
        "fsync",
        "full_page_writes",
    }


def test_nothing_is_asked_where_no_database_was_named():
    assert what_is_saved_stays() == []
