"""Every field of every form in which somebody may write text, and the columns in which the text is kept.

Form classes are found by walking the subclasses of Django's and Wagtail's forms once all URLs and hooks are loaded, and
the edit handlers of snippets, settings and pages; a new form or field is found without a word here.
"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.apps import apps
from django.db.models import CharField, Field, Model, SlugField, TextField
from django.urls import get_resolver
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

OURS = ("activities", "articles", "base", "campaign", "files", "home", "jobs", "media_library", "notifications",
        "partners", "reporting", "schools", "search", "translations", "users", "wagtaildocs")  # fmt: skip
#: Columns whose words come by another way than a form of their own model: a form of something else, a hand-written
#: form, the name of a file, a table that is read in, a label that Wagtail copies.
ELSEWHERE = {
    "files.StoredFile": "display_name refusal scan_note decision",
    "files.UploadSession": "name",
    "media_library.AssetFile": "label override",
    "media_library.AssetVersion": "returned_why",
    "media_library.Basket": "name",
    "media_library.KitVersion": "changelog problem",
    "media_library.Recall": "reason",
    "notifications.Letter": "subject text last_error",
    "activities.Contest": "tie_reason rules_do rules_dont person_words guardian_words",
    "activities.ContestLevel": "submit prizes",
    "activities.ContestRound": "name",
    "activities.ContestText": "title summary rules_do rules_dont person_words guardian_words",
    "activities.Criterion": "name",
    "activities.Entry": "office_note",
    "activities.EntryEvent": "note",
    "activities.EntryFile": "declared_name",
    "activities.EventPhoto": "caption",
    "activities.Juror": "shown_as role",
    "activities.Mark": "comment recusal",
    "activities.SpeakerRequest": "office_note",
    "partners.Consent": "text",
    "partners.Partner": "suspension_reason",
    "partners.Submission": "newsroom_note",
    "partners.SubmissionEvent": "note",
    "partners.SubmissionFile": "declared_name caption",
    "reporting.TaskEvent": "note",
    "schools.Certificate": "name ward issuer",
    "schools.Claim": "decision_note",
    "schools.ClaimEvent": "note",
    "schools.Coverage": "label",
    "schools.ImportRun": "file_name",
    "schools.Invitation": "email",
    "schools.Message": "text signature",
    "schools.PrintOrder": "note remark",
    "search.SearchEntry": "title summary head",
    "taggit.Tag": "name",
    "translations.TranslationAssignment": "return_reason",
    "users.Organisation": "name",
    "wagtailcore.Collection": "name",
    "wagtailcore.Comment": "text",
    "wagtailcore.CommentReply": "text",
    "wagtailcore.ModelLogEntry": "label",
    "wagtailcore.PageLogEntry": "label",
    "wagtailcore.Revision": "object_str",
    "wagtailcore.Site": "site_name",
    "wagtailcore.Task": "name",
    "wagtailcore.TaskState": "comment",
    "wagtailcore.Workflow": "name",
}
#: Columns of JSON whose words somebody typed, by key.
JSON_WORDS = {"partners.ProfileProposal": "values", "schools.Claim": "draft"}
#: Columns that no form takes such text for, and what refuses it. The test asks the form's field.
REFUSED = {
    "media_library.Asset.code": "letters, digits and hyphens",
    "media_library.AssetVersion.number": "digits and dots, as it is printed in an address",
    "media_library.Kit.code": "letters, digits and hyphens",
    "schools.Unit.code": "letters, digits and hyphens",
    "users.User.email": "an address; unique, and the accounts of the test have it",
}


def form_classes() -> set[type[forms.BaseForm]]:
    """All form classes with fields that our code declares, or Wagtail makes for our models."""
    assert get_resolver().url_patterns  # loads every view
    classes = [model.snippet_viewset.get_edit_handler().get_form_class() for model in get_snippet_models()]
    classes += [get_setting_edit_handler(model).get_form_class() for model in settings_registry]
    classes += [model.get_edit_handler().get_form_class() for model in get_page_models()]
    classes += [get_image_form(get_image_model()), get_document_form(get_document_model())]
    return {form for form in {*classes, *below(forms.BaseForm)} if _is_ours(form)}


def below(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from below(child)


def _is_ours(form: type[forms.BaseForm]) -> bool:
    if form.__module__.startswith("home.styleguide"):  # `make demo` alone shows it, and keeps nothing
        return False
    model = getattr(getattr(form, "_meta", None), "model", None)
    own_model = model is not None and model._meta.app_label in OURS
    return bool(getattr(form, "base_fields", None)) and (own_model or form.__module__.split(".")[0] in OURS)


def is_text(field: forms.Field) -> bool:
    """Whether a person may type anything into a field of a form."""
    return isinstance(field, (forms.CharField, forms.JSONField)) and not isinstance(
        field, (forms.SlugField, forms.RegexField)
    )


def columns() -> dict[type[Model], list[Field]]:
    """{model: its columns of text that some form fills}, pages left out: their fields are tried with their blocks."""
    by_model: dict[type[Model], set[str]] = {}
    for form in form_classes():
        model = getattr(getattr(form, "_meta", None), "model", None)
        if model is not None and not issubclass(model, Page):
            by_model.setdefault(model, set()).update(name for name, field in form.base_fields.items() if is_text(field))
    for label, names in ELSEWHERE.items():
        by_model.setdefault(apps.get_model(label), set()).update(names.split())
    return {model: text_columns for model, names in by_model.items() if (text_columns := _text_columns(model, names))}


def _text_columns(model: type[Model], names: set[str]) -> list[Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in names and isinstance(field, (CharField, TextField)) and not field.choices
        and not isinstance(field, SlugField) and str(field) not in REFUSED
    ]  # fmt: skip


def other_fields() -> set[str]:
    """“Form.field” of text fields that are no column of the form's own model: where they go is reviewed."""
    fields = set()
    for form in form_classes():
        model = getattr(getattr(form, "_meta", None), "model", None)
        names = {field.name for field in model._meta.get_fields()} if model else set()
        fields |= {
            f"{form.__qualname__}.{name}"
            for name, field in form.base_fields.items()
            if is_text(field) and name not in names and not _is_inherited(form, name)
        }
    return fields


def _is_inherited(form: type[forms.BaseForm], name: str) -> bool:
    """Whether a class that Wagtail made while a view ran has the field from a form of ours, which is found itself."""
    own = [base for base in form.__mro__ if base.__module__.split(".")[0] in OURS]
    return form not in own and any(name in getattr(base, "base_fields", {}) for base in own)
