"""System checks of the school area."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from schools.coverage.ward_map import load
from schools.register.wards import official


@register
def ward_map_is_readable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """WARD_MAP_FILE is a GeoJSON of wards."""
    try:
        load(str(settings.WARD_MAP_FILE))
    except (OSError, ValueError) as error:
        return [Error(f"WARD_MAP_FILE cannot be read: {error}", hint="See schools/data/README.md.", id="schools.E001")]
    return []


@register
def ward_list_is_readable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """WARD_LIST_FILE is text in UTF-8."""
    try:
        official()
    except (OSError, ValueError) as error:
        return [Error(f"WARD_LIST_FILE cannot be read: {error}", hint="See schools/data/README.md.", id="schools.E002")]
    return []
