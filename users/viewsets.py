"""Views of accounts in the administration: Wagtail's users, adapted to one full name per account."""

from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views import account
from wagtail.users.views import users as wagtail_views
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from base.admin.folded_search import FoldedSearch
from users.forms import OwnNameForm, UserCreationForm, UserEditForm


class IndexView(FoldedSearch, wagtail_views.IndexView):
    """List of accounts, sorted by given name, then full name (docs/domain.md B.3)."""

    search_fields = ["email", "full_name"]


class UserViewSet(WagtailUserViewSet):
    """Wagtail's user views with our list, forms and templates."""

    index_view_class = IndexView
    ordering = ["given_name", "full_name"]
    create_template_name = "users/admin/create.html"  # Wagtail's template shows first and last name
    edit_template_name = "users/admin/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Our form to create an account, or (`for_update`) to edit one."""
        return UserEditForm if for_update else UserCreationForm


_words = JavaScriptCatalog.as_view()


@cache_control(private=True, max_age=600)
def admin_words(request: HttpRequest) -> HttpResponse:
    """JavaScript catalogue of the administration. Unlike Wagtail's view it includes our locale/ directory.

    Every page of the administration waits for it before it runs a script, so a browser keeps it for ten minutes; who
    chooses another language sees the words of scripts in it after as long.
    """
    return get_localized_response(_words, request)


class NamePanel(account.BaseSettingsPanel):
    """Panel of AccountView with the user's own name."""

    name = "name"
    order = 100
    title = _("Họ và tên")
    form_class = OwnNameForm


class AccountView(account.AccountView):
    """“Tài khoản”: one field for the full name, no profile picture."""

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        """Wagtail's panels, with our name panel in place of those for two names and for a picture."""
        # No profile pictures: Wagtail's form for them bypasses the upload gate (files/intake/).
        dropped = account.NameEmailSettingsPanel | account.AvatarSettingsPanel
        panels = [panel for panel in super().get_panels() if not isinstance(panel, dropped)]
        return [NamePanel(self.request, self.request.user, panels[0].profile), *panels]
