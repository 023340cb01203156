"""Limit Wagtail's admin API of images and documents to those that the account may choose, change or delete.

Wagtail's own listing shows every title to every account of the administration.
"""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class _Permitted:
    def get_queryset(self):
        allowed = policy_registry.get_by_type(self.model).instances_user_has_any_permission_for(
            self.request.user, ["choose", "change", "delete"]
        )
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


class PermittedImages(_Permitted, ImagesAdminAPIViewSet):
    """Wagtail's admin API of images, limited by permission."""


class PermittedDocuments(_Permitted, DocumentsAdminAPIViewSet):
    """Wagtail's admin API of documents, limited by permission."""
