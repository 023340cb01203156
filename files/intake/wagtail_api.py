"""Limit Wagtail's admin API of images and documents to those that the account may choose, change or delete.

Wagtail's own listing shows every title to every account of the administration.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from wagtail.api.v2.views import BaseAPIViewSet as _Listing
else:
    _Listing = object


class _Permitted(_Listing):
    """Mix-in in front of one of Wagtail's listings."""

    def get_queryset(self) -> QuerySet[Any]:
        """The listing's rows that the account may choose, change or delete."""
        allowed = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            self.request.user, ["choose", "change", "delete"]
        )
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


class PermittedImages(_Permitted, ImagesAdminAPIViewSet):
    """Wagtail's admin API of images, limited by permission."""


class PermittedDocuments(_Permitted, DocumentsAdminAPIViewSet):
    """Wagtail's admin API of documents, limited by permission."""
