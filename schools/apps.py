"""App configuration; registers download attributes, the landing page of units and the front-page section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from users.models import User

UNIT_KINDS = {"school", "union", "police"}  # users.Organisation.Kind


def _acts_for_unit(user: User) -> bool:
    organisation = user.organisation
    return organisation is not None and organisation.is_active and organisation.kind in UNIT_KINDS


class SchoolsConfig(AppConfig):
    """Fills the registries of lower apps when the app is ready."""

    name = "schools"
    verbose_name = "Trường học"

    def ready(self) -> None:
        """Register with campaign, media_library, users and base."""
        from base import front_page_registry
        from campaign import units
        from media_library import download_attributes, notices
        from media_library.recall import reach
        from schools.coverage import checks  # noqa: F401  (registers a system check)
        from schools.coverage.public import front_page_part
        from schools.downloads.attributes import level_of, ward_of
        from schools.listed_units import UnitRegister
        from schools.printed.orders import holders, printed
        from users import landing

        units.register(UnitRegister())
        download_attributes.register(level=level_of, ward=ward_of)
        notices.register_holders(holders)
        reach.register_printed(printed)
        landing.register("schools", _acts_for_unit, "schools:home")
        front_page_registry.register("coverage", "schools/front.html", front_page_part)
