"""Views of one page in one language: missing and changed texts, images, assignment, and actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets import AdminDateInput
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail_localize.models import Translation

from articles.blocks.pictures import picture_ids
from articles.models import ArticlePage
from base.day import DateField
from base.text import given_name_key, one_line
from translations import review
from translations.admin.review import SUBMIT, ReturnForm
from translations.diff import changes, source_of, translated, untranslated
from translations.legacy_fonts import legacy_in, warn_of
from translations.models import TranslationAssignment
from translations.permissions import may_translate, must_translate
from translations.publish import last_published, publish_together, start
from translations.status import State, corrected_since, languages, sources, with_states
from users.http import SignedInRequest
from users.models import User
from users.roles import ROLES

SHOWN = 50  # segments per list
ALT_LIMIT = 255  # characters of an image description


class AssignmentForm(forms.ModelForm):
    """Owner, due date, note, mark of a translation; owners are limited to those who may translate.

    `has_own_mark`: the page says itself that it awaits a native reader; the mark here only follows it (signals.py).
    """

    class Meta:
        model = TranslationAssignment
        fields = ["owner", "due_on", "note", "awaits_native_reader"]
        widgets = {"due_on": AdminDateInput}
        field_classes = {"due_on": DateField}
        help_texts = {"owner": gettext_lazy("Chỉ những người làm việc ở ngôn ngữ này.")}

    def __init__(self, *args: Any, language: str, has_own_mark: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_own_mark:
            self.fields["awaits_native_reader"].disabled = True
            self.fields["awaits_native_reader"].help_text = _("Bỏ dấu này trong chính trang bản dịch, rồi xuất bản.")
        able = [user for user in _staff() if may_translate(user, language)]
        able.sort(key=lambda user: given_name_key(user.full_name))
        owner = forms.ModelChoiceField(
            User.objects.filter(pk__in=[user.pk for user in able]),
            required=False,
            label=self.fields["owner"].label,
            help_text=self.fields["owner"].help_text,
        )
        translators = set(_translators(language).values_list("pk", flat=True))
        groups = [
            (_("Người dịch"), [(user.pk, str(user)) for user in able if user.pk in translators]),
            (_("Người khác có quyền sửa"), [(user.pk, str(user)) for user in able if user.pk not in translators]),
        ]
        owner.choices = [("", _("– chưa giao –")), *(group for group in groups if group[1])]
        self.fields["owner"] = owner


def _staff() -> QuerySet[User]:
    return User.objects.filter(is_active=True, groups__isnull=False).distinct()


def _translators(language: str) -> QuerySet[User]:
    """Accounts with the role of a translator into `language`."""
    roles = [role for role, rights in ROLES.items() if rights.language == language]
    return User.objects.filter(groups__role__role__in=roles)


def _page(request: HttpRequest, page_id: int) -> Page:
    return get_object_or_404(with_states(sources(request.user)), pk=page_id)


def detail(request: SignedInRequest, page_id: int, language: str) -> HttpResponse:
    """Show state, changed and untranslated segments and images; POST saves owner, due date and note."""
    page = _page(request, page_id)
    state = getattr(page, f"state_{language}", "")
    if not state:
        return redirect("languages")
    form = _form(page, language, request.POST or None)
    if request.method == "POST":
        must_translate(request.user, language)
        if form.is_valid():
            form.save()
            messages.success(request, _("Đã lưu người dịch và hạn."))
            return redirect("languages_page", page_id, language)
    return TemplateResponse(request, "translations/admin/page.html", _context(request, page, language, form))


def _context(request: SignedInRequest, page: Page, language: str, form: AssignmentForm) -> dict[str, Any]:
    """Context of the page; `form` is that of its assignment."""
    state, twin = getattr(page, f"state_{language}"), _twin(page, language)
    able, assignment = may_translate(request.user, language), form.instance
    specific = page.specific
    source = source_of(page)
    translation = _translation(page, language)
    take_down = specific.standing_take_down if isinstance(specific, ArticlePage) else None
    is_waiting = twin is not None and assignment.step == TranslationAssignment.Step.WAITING
    return {
        "page": page,
        "assignment": assignment,
        "submit": SUBMIT,
        "may_submit": translation is not None
        and twin is not None
        and twin.permissions_for_user(request.user).can_edit(),
        "return_form": ReturnForm() if is_waiting and twin and review.may_decide(twin, request.user) else None,
        "take_down": take_down,
        "corrections": corrected_since([page], language).get(page.pk, []),
        "language": language,
        "state": State(state),
        "twin": getattr(page, f"twin_{language}"),
        "translation": translation,
        "changed": changes(source, specific)[:SHOWN] if source and translation else [],
        "missing": untranslated(translation)[:SHOWN] if translation else [],
        "old_font": legacy_in(translated(translation)) if translation else "",
        "awaits_native_reader": assignment.awaits_native_reader,
        "may_translate": able and state != State.SOURCE,
        "may_publish": page.permissions_for_user(request.user).can_publish() and take_down is None,
        "last_published": last_published(page),
        "form": form,
        "pictures": _pictures_in(specific, getattr(page, f"twin_{language}"), language),
        "language_name": dict(languages()).get(language, language),
    }


@require_POST
def send_back(request: SignedInRequest, page_id: int, language: str) -> HttpResponse:
    """Return the translation with a reason. Raises PermissionDenied, DecidedMeanwhile as review.send_back()."""
    page = _page(request, page_id)
    twin = _twin(page, language) if hasattr(page, f"twin_{language}") else None
    if twin is None:
        raise Http404
    return_form = ReturnForm(request.POST)
    if not return_form.is_valid():
        if not review.may_decide(twin, request.user):
            raise PermissionDenied
        context = _context(request, page, language, _form(page, language)) | {"return_form": return_form}
        return TemplateResponse(request, "translations/admin/page.html", context, status=422)
    review.send_back(twin, return_form.cleaned_data["reason"], request.user)
    messages.success(request, _("Đã trả lại. Người dịch nhận thư kèm lý do."))
    return redirect("languages_page", page_id, language)


def _twin(page: Page, language: str) -> Page | None:
    key = getattr(page, f"twin_{language}")
    return Page.objects.get(pk=key).specific if key else None


def _form(page: Page, language: str, data: QueryDict | None = None) -> AssignmentForm:
    """The form of the assignment, which may not exist yet."""
    rows = TranslationAssignment.objects.select_related("submitted_by")
    assignment = rows.filter(translation_key=page.translation_key, language=language).first()
    assignment = assignment or TranslationAssignment(translation_key=page.translation_key, language=language)
    own_mark = hasattr(page.specific_class, "awaits_native_reader")
    return AssignmentForm(data, instance=assignment, language=language, has_own_mark=own_mark)


def _translation(page: Page, language: str) -> Translation | None:
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale__language_code=language, enabled=True
    ).first()


def _pictures_of(page: Page) -> list[AbstractImage]:
    """The images of a page, whose descriptions are translated; the lead image first."""
    streams = [getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField)]
    ids = picture_ids(streams) | {getattr(page, "lead_image_id", None)} - {None}
    images = get_image_model().objects.filter(pk__in=ids - {None})
    return sorted(images, key=lambda image: (image.pk != getattr(page, "lead_image_id", None), image.pk))


def _pictures_of_both(page: Page, twin: int | None) -> list[AbstractImage]:
    """The images of the source and of its translation (`twin`: primary key), which may have its own images."""
    images_by_key = {image.pk: image for image in _pictures_of(page)}
    other = Page.objects.filter(pk=twin).first() if twin else None
    images_by_key |= {image.pk: image for image in _pictures_of(other.specific)} if other else {}
    return list(images_by_key.values())


def _pictures_in(page: Page, twin: int | None, language: str) -> list[dict[str, object]]:
    """[{id, title, description, words}] of each image: `words` is its description in `language`."""
    name = f"description_{language}"
    return [
        {"id": image.pk, "title": image.title, "description": image.description, "words": getattr(image, name)}
        for image in _pictures_of_both(page, twin)
        if hasattr(image, name)
    ]


@require_POST
def describe_pictures(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Save the descriptions in `language` of the page's images, and of no others. Requires may_translate()."""
    page = _page(request, page_id)
    must_translate(request.user, language)
    name = f"description_{language}"
    fields = {field.name for field in get_image_model()._meta.get_fields()}
    if name not in fields:
        raise Http404  # descriptions in the source language are edited in the image library
    too_long, refusals = [], []
    for image in _pictures_of_both(page.specific, getattr(page, f"twin_{language}")):
        words = one_line(request.POST.get(f"anh-{image.pk}", ""), ALT_LIMIT + 1)
        if f"anh-{image.pk}" not in request.POST or words == getattr(image, name):
            continue
        if len(words) > ALT_LIMIT:
            too_long.append(image.title)
            continue
        setattr(image, name, words)
        try:
            image.clean()
        except ValidationError as error:
            refusals.append(f"{image.title}: {' '.join(error.messages)}")
            continue
        image.save(update_fields=[name])
    for refusal in refusals:
        messages.error(request, refusal)
    if too_long:
        message = _("Mô tả dài quá %(limit)d ký tự, chưa lưu: %(pictures)s.")
        messages.error(request, message % {"limit": ALT_LIMIT, "pictures": ", ".join(too_long)})
    elif not refusals:
        messages.success(request, _("Đã lưu mô tả ảnh."))
    return redirect("languages_page", page_id, language)


@require_POST
def begin(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Create the draft in `language`. Requires may_translate()."""
    page = _page(request, page_id)
    locale = must_translate(request.user, language)
    twin = start(page, locale, request.user)
    messages.success(request, _("Đã tạo bản nháp để dịch. Bạn đọc chưa thấy gì cho tới khi bản dịch được xuất bản."))
    return redirect("wagtailadmin_pages:edit", twin.pk)


@require_POST
def take_changes(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Update the stored segments from the source, so that changed ones can be translated; changes no page."""
    page = _page(request, page_id)
    must_translate(request.user, language)
    source = source_of(page)
    if source is not None:
        source.update_from_db()
        messages.success(request, _("Đã đưa câu mới của bản gốc vào bản dịch. Những câu cũ đã dịch vẫn còn."))
    twin = getattr(page, f"twin_{language}")
    return redirect("wagtailadmin_pages:edit", twin) if twin else redirect("languages_page", page_id, language)


@require_POST
def publish_all(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publish the source with its complete translations; messages name the others.

    `was`: last_published() as the page showed it. Raises DecidedMeanwhile when somebody was faster.
    """
    page = _page(request, page_id)
    was = request.POST.get("was", last_published(page))
    out, reasons = publish_together(page, request.user, was=was)
    for translation in Translation.objects.filter(source__object_id=page.translation_key, enabled=True):
        warn_of(request, translated(translation))
    if out:
        names = dict(languages())
        published = ", ".join(names.get(code, code) for code in out)
        messages.success(request, _("Đã xuất bản: %(languages)s.") % {"languages": published})
    for reason in reasons:
        messages.warning(request, reason)
    if not out and not reasons:
        messages.info(request, _("Không có gì mới để xuất bản."))
    return redirect("languages")
