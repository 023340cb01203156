"""`migrate` refuses a database whose tables another version made under the same names of migrations."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from base.schema import check

pytestmark = pytest.mark.meta


def migrate():
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE users_user DROP COLUMN last_login", "thiếu cột users_user.last_login"),
        ("ALTER TABLE users_user_groups RENAME TO users_old", "thiếu bảng users_user_groups"),
        ("ALTER TABLE users_user_groups ADD COLUMN extra integer NOT NULL", "thừa cột users_user_groups.extra"),
    ],
)
def test_migrate_refuses_tables_of_another_version(change, named):
    migrate()
    with connection.cursor() as cursor:
        cursor.execute(change)
        cursor.execute("SELECT count(*) FROM django_migrations")
        before = cursor.fetchone()
    with pytest.raises(SystemCheckError, match=named) as refused:
        migrate()
    assert "base.E001" in str(refused.value)
    assert "docs/operations.md" in str(refused.value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone() == before


@pytest.mark.django_db
def test_what_this_version_can_live_with_is_not_named():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE users_user_groups ADD COLUMN extra integer NOT NULL DEFAULT 1, ADD COLUMN n text")
        cursor.execute("CREATE TABLE of_somebody_else (id integer NOT NULL)")
    assert check.check_tables(databases=["default"]) == []


@pytest.mark.django_db
def test_of_an_app_whose_migration_waits_nothing_is_said():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE users_user DROP COLUMN last_login")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'users'")
        assert check.check_tables(databases=["default"]) == []
        cursor.execute("ALTER TABLE jobs_scheduledrun DROP COLUMN error")
    [wrong] = check.check_tables(databases=["default"])
    assert "thiếu cột jobs_scheduledrun.error" in wrong.msg
    assert "users_user" not in wrong.msg


@pytest.mark.django_db
def test_without_a_named_database_none_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert check.check_tables(databases=None) == []
