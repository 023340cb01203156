"""System check: tables that another version made under the same names of migrations.

Django runs checks of Tags.database where a database is named: in `migrate`, before it does anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

NAMED = 3  # tables and columns in the message
COLUMNS = """
    SELECT table_name, column_name,
           is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'
    FROM information_schema.columns WHERE table_schema = ANY (current_schemas(false))
"""


def check_tables(databases: Iterable[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Error base.E001 where tables are not those of the models although no migration of their app waits."""
    errors: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if wrong := differences(connection):
            named = ", ".join(wrong[:NAMED]) + (f" … (tất cả: {len(wrong)})" if len(wrong) > NAMED else "")
            errors.append(
                Error(
                    f"Cơ sở dữ liệu này do một phiên bản khác tạo ra, bảng không khớp với mã: {named}.",
                    hint="Quay lại phiên bản đó, hoặc khôi phục bản sao lưu của phiên bản này; xem docs/operations.md "
                    "(A new version).",
                    id="base.E001",
                )
            )
    return errors


def differences(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables and columns that are missing, and columns which every INSERT of this version would leave empty."""
    tables: dict[str, dict[str, bool]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, must_be_given in cursor.fetchall():
            tables.setdefault(table, {})[column] = must_be_given
    expected: dict[str, set[str]] = {}
    waiting = _apps_with_waiting_migrations(connection)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in waiting:
            columns = {field.column for field in model._meta.local_concrete_fields if field.column}
            expected.setdefault(model._meta.db_table, set()).update(columns)
    wrong = []
    for table, columns in sorted(expected.items()):
        there = tables.get(table)
        if there is None:
            wrong.append(f"thiếu bảng {table}")
            continue
        wrong += [f"thiếu cột {table}.{column}" for column in sorted(columns - there.keys())]
        wrong += [f"thừa cột {table}.{name}" for name in sorted(there.keys() - columns) if there[name]]
    return wrong


def _apps_with_waiting_migrations(connection: BaseDatabaseWrapper) -> set[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {migration.app_label for migration, _backwards in plan}
