"""Accounts in the administration."""

from wagtail.users.views import users as wagtail_views
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .forms import UserCreationForm, UserEditForm


class IndexView(wagtail_views.IndexView):
    """Names are whole and sorted by given name first (domain.md B.3)."""

    search_fields = ["email", "full_name"]

    def get_base_queryset(self):
        return super().get_base_queryset().order_by("given_name", "full_name")


class UserViewSet(WagtailUserViewSet):
    index_view_class = IndexView
    ordering = ["given_name", "full_name"]

    def get_form_class(self, for_update=False):
        return UserEditForm if for_update else UserCreationForm
