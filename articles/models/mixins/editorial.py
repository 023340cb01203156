"""Editorial side of a story: permissions, workflow, publishing, special addresses."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.log_actions import log
from wagtail.models import Page, PagePermissionTester, Revision, Workflow
from wagtail.url_routing import RouteResult

from articles.models import protected_revisions
from articles.models.corrections import TakeDown
from articles.models.editorial import NewsroomWorkflow, OutsideLink
from articles.models.safety import ChildSafetyState, DetailOverride, approved_safety
from articles.presentation import old_versions
from articles.presentation.player import AUDIO_SEGMENT, VIDEO_SEGMENT, address_to_play
from articles.rules import gates, gates_links, never_print
from articles.rules.four_eyes import ArticlePermissionTester, last_published_id
from articles.rules.publish_gates.pages import keep_unpublished
from base.caching.headers import PERSONAL
from base.http import PageRequest
from users.models import User

if TYPE_CHECKING:
    from base.pages import BasePage as _Base
else:
    _Base = object

OLDER_SEGMENT = "phien-ban"
LOWERED = "newsroom.answers"
SHOWN_AGAIN = "newsroom.never_print"


class StoryEditorialMixin(_Base):
    """Mixin of ArticlePage."""

    @cached_property
    def is_taken_down(self) -> bool:
        """Whether it was taken down and its address answers 410."""
        return TakeDown.objects.standing(self.pk, self.alias_of_id).exists()

    @property
    def standing_take_down(self) -> TakeDown | None:
        """The newest take-down that keeps this story off the site."""
        return TakeDown.objects.on(self).select_related("taken_by", "return_asked_by").first()

    @property
    def take_down_of_source(self) -> TakeDown | None:
        """The take-down of what this translation, or copy, was made from."""
        return TakeDown.objects.on(self).exclude(page=self.pk).select_related("taken_by").first()

    @property
    def reason_of_take_down(self) -> str:
        """Why it may not be published because it was taken down; "" where it was not."""
        entry = self.standing_take_down
        way_back = _("Bài chỉ trở lại qua “Đăng lại”: một người xin kèm lý do, người khác duyệt.")
        return f"{entry.summary} {way_back}" if entry else ""

    def get_lock(self) -> BaseLock | None:
        """Wagtail's locks, and that of a translation, or copy, whose source is taken down."""
        is_source = not self.alias_of_id and self.locale.language_code == settings.LANGUAGE_CODE
        entry = None if is_source else self.take_down_of_source
        return TakenDownLock(self, entry) if entry else super().get_lock()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A copy that another outlet took down stays so, whatever happens to its original."""
        if self.alias_of_id and TakeDown.objects.open().filter(page=self.pk).exists():
            self.live = False
        self._remember_answers()
        super().save(*args, **kwargs)

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        """Wagtail's tester with the rule of four eyes and the right to take down."""
        return ArticlePermissionTester(user, self)

    @property
    def needs_safety_check(self) -> bool:
        """Whether somebody under 18 can be recognised, it is about a victim or a case, or once was said to be."""
        return bool(self.has_minor or self.has_victim or self.lowered_answers)

    @property
    def lowered_answers(self) -> list[str]:
        """Names of the questions that an earlier version answered Yes and this one does not."""
        pairs = (("has_minor", self.had_minor), ("has_victim", self.had_victim))
        return [name for name, had in pairs if had and not getattr(self, name)]

    def _remember_answers(self, before: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Set `had_minor` and `had_victim` by this version and the content of the newest one, `before`.

        An older version that is restored knows less than the newest.
        """
        for had, has in (("had_minor", "has_minor"), ("had_victim", "has_victim")):
            setattr(self, had, bool(getattr(self, had) or getattr(self, has) or before.get(had)))

    def _remember_answers_of_others(self) -> None:
        """The same by the newest versions in other languages: a translation says No to what its source says Yes to."""
        others = Page.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)
        names = [f"latest_revision__content__{name}" for name in ("has_minor", "had_minor", "has_victim", "had_victim")]
        for answers in others.values_list(*names):
            for had, said in (("had_minor", answers[:2]), ("had_victim", answers[2:])):
                setattr(self, had, bool(getattr(self, had) or any(said)))

    def detail_override(self) -> DetailOverride | None:
        """The newest decision to print details that identify somebody, or None."""
        rows = DetailOverride.objects.filter(page=self.pk) if self.pk else DetailOverride.objects.none()
        return rows.select_related("decided_by").first()

    def words_never_printed(self) -> list[str]:
        """Lines of “không bao giờ in” of this version and of the newest versions in other languages."""
        others = Page.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)
        lists = others.values_list("latest_revision__content__never_print", flat=True)
        lines = [line.strip() for text in (self.never_print, *lists) for line in (text or "").splitlines()]
        return [line for line in dict.fromkeys(lines) if not never_print.problem_of(line)]

    def words_no_longer_hidden(self) -> list[str]:
        """Lines of “không bao giờ in” that the published version had, or a later one, and this one has not."""
        if not self.pk:
            return []
        versions = self.revisions.filter(pk__gte=last_published_id(self)).order_by("pk")
        lists = versions.values_list("content__never_print", flat=True)
        lines = dict.fromkeys(line.strip() for text in lists for line in (text or "").splitlines())
        hidden = set(self.words_never_printed())
        return [line for line in lines if line not in hidden and not never_print.problem_of(line)]

    def approved_safety(self) -> ChildSafetyState | None:
        """The newest approved child-safety step of this story, or None."""
        return approved_safety(self)

    def outside_addresses(self) -> set[str]:
        """Addresses on other sites that this story links to."""
        return gates_links.outside(self, OutsideLink.LONGEST)

    def broken_outside_links(self) -> list[str]:
        """Those of them that the nightly check found broken; requests nothing. One query if there are any."""
        addresses = self.outside_addresses()
        rows = OutsideLink.objects.broken().filter(address__in=addresses) if addresses else OutsideLink.objects.none()
        return sorted(set(rows.values_list("address", flat=True)))

    @property
    def reason_against_publishing(self) -> str:
        """Why this type of story may not be published, beside the gates of its text; "" when nothing forbids it."""
        return ""

    def own_findings(self) -> list[gates.Finding]:
        """Findings of the gates that only this type of story has."""
        return []

    def get_workflow(self) -> Workflow | None:
        """The outlet's workflow for this story; if the outlet has none, Wagtail's search up the tree."""
        parent = self.get_parent()  # None while the page is not in the tree
        outlet_id = getattr(parent.specific, "outlet_id", None) if parent else None
        if outlet_id is None:
            return super().get_workflow()
        way = NewsroomWorkflow.Way.SAFE if self.needs_safety_check else NewsroomWorkflow.Way.QUICK
        if (outlet_id, way) not in self._workflows:  # an editor asks three times
            workflows = NewsroomWorkflow.objects.select_related("workflow").filter(
                outlet_id=outlet_id, way=way, workflow__active=True
            )
            self._workflows[outlet_id, way] = workflows.first()
        own = self._workflows[outlet_id, way]
        return own.workflow if own else super().get_workflow()

    @cached_property
    def _workflows(self) -> dict[tuple[int, str], NewsroomWorkflow | None]:
        return {}

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a new revision where autosave would overwrite a protected one (models/protected_revisions.py)."""
        newest = self.get_latest_revision()
        if newest and newest == overwrite_revision and protected_revisions.is_protected(self, newest):
            overwrite_revision = None
        before = newest.content if newest else {}
        self._remember_answers(before)
        self._remember_answers_of_others()
        revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        if lowered := [name for name in self.lowered_answers if before.get(name)]:
            questions = "; ".join(str(gates.QUESTIONS[name]) for name in lowered)
            data = {"reason": self.answers_reason, "note": questions}
            log(instance=self, action=LOWERED, user=kwargs.get("user"), data=data, revision=revision)
        kept = set(self.words_never_printed())
        removed = [line for line in (before.get("never_print") or "").splitlines() if line.strip() not in kept | {""}]
        if removed:  # the history does not repeat what was to be hidden; the finding of the gates does
            note = _("%(number)d dòng") % {"number": len(removed)}
            log(instance=self, action=SHOWN_AGAIN, user=kwargs.get("user"), data={"note": note}, revision=revision)
        return revision

    def refuse_publication(self, revision: Revision, user: User | None, reasons: list[str]) -> None:
        """Raise PermissionDenied for a person; for a program the story stays a draft, and its schedule ends."""
        keep_unpublished(self, revision, user, reasons)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Add the findings of the gates, which Wagtail's content checks read in the preview."""
        return super().get_preview_context(request, mode_name) | {"gates": gates.check(self)}

    def update_aliases(self, **kwargs: Any) -> None:
        """Update copies at other outlets only when the story is live: not for a scheduled publication."""
        if type(self).objects.filter(pk=self.pk, live=True).exists():
            super().update_aliases(**kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route the 410 page, older versions and players; everything else is Wagtail's."""
        if not self.live:
            if not path_components and self.is_taken_down:
                return RouteResult(self, kwargs={"part": "taken_down"})
        elif path_components in ([VIDEO_SEGMENT], [AUDIO_SEGMENT]):
            return RouteResult(self, kwargs={"part": path_components[0]})
        elif len(path_components) == 2 and path_components[0] == OLDER_SEGMENT and path_components[1].isdecimal():
            return RouteResult(self, kwargs={"part": OLDER_SEGMENT, "number": int(path_components[1][:4])})
        return super().route(request, path_components)

    def serve(self, request: PageRequest, *args: Any, part: str = "", number: int = 0, **kwargs: Any) -> HttpResponse:
        """Answer the parts that route() names."""
        if not part:
            return super().serve(request, *args, **kwargs)
        if part == "taken_down":
            return taken_down_response(request)
        if part == OLDER_SEGMENT:
            return old_versions.serve(self, request, number)
        address = address_to_play(self.video if part == VIDEO_SEGMENT else self.audio)
        if not address:
            raise Http404(_("Bài này không có clip hay bản nghe ở đây."))
        response = HttpResponseRedirect(address)
        response.headers["Cache-Control"] = PERSONAL
        return response


class TakenDownLock(BaseLock):
    """Nobody edits a translation, or a copy, while what it was made from is taken down."""

    def __init__(self, page: Page, entry: TakeDown) -> None:
        super().__init__(page)
        self.entry = entry

    def for_user(self, user: User) -> bool:
        return True

    def get_message(self, user: User) -> str:
        return f"{self.entry.summary} {_('Bản này khóa cho đến khi bản gốc được đăng lại.')}"

    def get_locked_by(self, user: User) -> str:
        return _("Khóa vì bài đã gỡ")

    def get_description(self, user: User) -> str:
        return self.get_message(user)


def taken_down_response(request: HttpRequest) -> HttpResponse:
    """410 page of a story that was taken down; it repeats neither title nor reason."""
    response = TemplateResponse(request, "articles/taken_down.html", status=410)
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=10"  # it may be published again at any moment
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def connect() -> None:
    """Connect the receiver; called by AppConfig.ready()."""
    pre_delete.connect(protected_revisions.refuse_to_delete, sender=Revision, dispatch_uid="held-version-kept")
