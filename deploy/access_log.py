"""Access log of gunicorn (deploy/entrypoint.sh) without the keys of private links, which stand in their paths."""

from typing import Any

from gunicorn.glogging import Logger

from cms.logs import without_keys


class AccessLogger(Logger):
    """gunicorn's logger with %(U)s, the path, cleaned; see --access-logformat for what else is written."""

    def atoms(self, *given: Any) -> dict[str, Any]:
        """What the format may name, of one answer."""
        values: dict[str, Any] = super().atoms(*given)
        return values | {"U": without_keys(values["U"] or "")}
