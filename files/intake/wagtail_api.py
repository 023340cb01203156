"""The administration's own API of pictures and documents: what an account may choose, edit or add, and nothing else.

Wagtail's listing shows every title to every account of the administration, also to the education officer.
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
    pass


class PermittedDocuments(_Permitted, DocumentsAdminAPIViewSet):
    pass
