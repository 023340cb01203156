"""docs/permissions.md says what users/roles.py says."""

from pathlib import Path

from django.conf import settings

from users.roles import ROLES


def matrix() -> list[str]:
    rights = sorted({name for role in ROLES.values() for name in (*role.pages, *role.pictures, *role.models)})
    lines = ["| Quyền | " + " | ".join(role.name for role in ROLES.values()) + " |", "|---|" + "---|" * len(ROLES)]
    for right in rights:
        held = ["x" if right in (*role.pages, *role.pictures, *role.models) else "" for role in ROLES.values()]
        lines.append(f"| `{right}` | " + " | ".join(held) + " |")
    return lines


def test_the_matrix_in_the_document_is_the_table_in_the_code():
    text = (Path(settings.BASE_DIR) / "docs" / "permissions.md").read_text(encoding="utf-8")
    missing = [line for line in matrix() if line not in text]
    assert not missing, "docs/permissions.md lacks:\n" + "\n".join(missing)
    first = text.split("\n## ", 1)[0]
    assert sum(line.startswith("| `") for line in first.splitlines()) == len(matrix()) - 2
