"""“Nhập từ Word”: a .docx or the HTML of Google Docs becomes the draft of an ordinary article."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from bs4 import BeautifulSoup, Tag
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import PageSubscription

from articles.admin.base_views import NewsroomAdminView
from articles.admin.quick.first_byline import sign_new
from articles.admin.quick.taken_pictures import TakenPictures
from articles.admin.start_story import offered, sections_of_writer
from articles.imports.html import Converted, NotConverted, convert, is_bold, plain_words
from articles.models import ArticlePage, SectionPage
from base.admin.chooser import rows_of
from base.pages import TITLE_LIMIT
from base.text import free_slug, nfc, vn_slugify
from files.intake.accept import UploadRejected, accept_upload
from files.intake.contents import word
from files.intake.deadline import shared_deadline
from files.intake.slots import take_slot

HTML_BYTES = 2_000_000
LONGEST_SAPO = 700  # characters, ArticlePage.sapo
ENDINGS = {".docx", ".html", ".htm"}
TAKES = "DOCX, HTML"


class ImportForm(forms.Form):
    """Section and file."""

    section = forms.ModelChoiceField(
        SectionPage.objects.none(),
        label=gettext_lazy("Chuyên mục"),
        empty_label=gettext_lazy("Chọn chuyên mục"),
        error_messages={"required": gettext_lazy("Chọn chuyên mục. Máy không chọn thay bạn.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp Word hay Google Docs"),
        help_text=gettext_lazy("Tệp .docx (Word, Google Docs: Tải xuống › Microsoft Word), hay .html đến 2 MB."),
        error_messages={"required": gettext_lazy("Bạn chưa chọn tệp.")},
    )

    def clean_file(self) -> UploadedFile:
        """A file with one of the ENDINGS."""
        upload = self.cleaned_data["file"]
        if PurePath(upload.name).suffix.lower() not in ENDINGS:
            raise forms.ValidationError(
                _("Ở đây nhận .docx và .html. Tệp .doc cũ thì bạn mở bằng Word, lưu lại .docx.")
            )
        return upload


class ImportView(NewsroomAdminView):
    """Asks for section and file, makes the draft, opens its editor and names what is still owed."""

    page_title = gettext_lazy("Nhập từ Word, Google Docs")
    header_icon = "doc-full"
    template_name = "articles/admin/quick/import.html"

    def with_sections(self, form: ImportForm) -> ImportForm:
        """`form` with the account's sections. Raises PermissionDenied outside a newsroom."""
        sections, _hidden = offered(sections_of_writer(self.request), self.request)
        rows_of(form, "section").queryset = SectionPage.objects.filter(pk__in=[section.pk for section in sections])
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": self.with_sections(ImportForm())} | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the draft; 422 with the reason where the file cannot be read."""
        form = self.with_sections(ImportForm(request.POST, request.FILES))
        if form.is_valid():
            try:
                with shared_deadline():  # of the text and all its pictures
                    result, without_alt = read(form.cleaned_data["file"], self.request.user)
            except UploadRejected as rejected:
                form.add_error("file", rejected)
            except NotConverted as refused:
                form.add_error("file", str(refused))
            else:
                title, sapo = take_lead(result, PurePath(form.cleaned_data["file"].name).stem)
                page = make_draft(form.cleaned_data["section"], self.request.user, title, sapo, result)
                messages.success(request, _("Đã nhập “%(title)s”. %(said)s") % {"title": title, "said": result.said()})
                messages.warning(request, debts(page, result, without_alt))
                return redirect("wagtailadmin_pages:edit", page.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def read(upload: UploadedFile, user: Any) -> tuple[Converted, int]:
    """(what stands in the file, pictures without alt text). Raises UploadRejected, NotConverted."""
    pictures: list[bytes] = []
    if PurePath(upload.name or "").suffix.lower() == ".docx":
        with accept_upload("word", upload, takes=TAKES) as accepted:
            if accepted.extension != "docx":
                raise UploadRejected(
                    "not_here", profile="word", params={"found": accepted.extension.upper(), "accepted": TAKES}
                )
            html, pictures = word(accepted)
    else:
        html = read_html(upload)
    stem = PurePath(upload.name or "").stem
    files = [SimpleUploadedFile(f"{stem}-{number}", picture) for number, picture in enumerate(pictures, 1)]
    taken = TakenPictures(files, user)
    return convert(html, taken.take), taken.without_alt


def take_lead(converted: Converted, file_name: str) -> tuple[str, str]:
    """(headline, sapo), which leave the blocks of `converted`.

    The headline is the first heading, else the first paragraph if it is short and another text follows, else
    `file_name`. The sapo is the bold paragraph behind the headline; "" without one.
    """
    title, blocks = "", converted.blocks
    if blocks and blocks[0][0] == "heading":
        title = blocks.pop(0)[1]
        converted.headings -= 1
    elif (first := _first_paragraph(converted)) and len(first.get_text()) <= TITLE_LIMIT:
        title = _without_first_paragraph(converted)
    first = _first_paragraph(converted) if title else None
    is_sapo = first is not None and is_bold(first.decode_contents()) and len(first.get_text()) <= LONGEST_SAPO
    return nfc(title or file_name[:TITLE_LIMIT]), _without_first_paragraph(converted) if is_sapo else ""


def _first_paragraph(converted: Converted) -> Tag | None:
    """The paragraph with which the text begins, where more follows."""
    if not converted.blocks or converted.blocks[0][0] != "paragraph":
        return None
    parts = BeautifulSoup(converted.blocks[0][1], "html.parser").find_all(True, recursive=False)
    is_first = bool(parts) and parts[0].name == "p" and len(parts) + len(converted.blocks) > 2
    return parts[0] if is_first else None


def _without_first_paragraph(converted: Converted) -> str:
    """Take the first paragraph away; returns its words."""
    soup = BeautifulSoup(converted.blocks[0][1], "html.parser")
    first = soup.find_all("p", limit=1)[0].extract()
    converted.blocks[0] = ("paragraph", str(soup))
    if not soup.find(True):
        converted.blocks.pop(0)
    return plain_words(first.decode_contents())


def read_html(upload: UploadedFile) -> str:
    """The words of an HTML file. Raises UploadRejected for one that is too long, is no UTF-8 or holds NUL.

    Takes a slot, since the conversion of two million characters keeps a thread for a second.
    """
    if (upload.size or 0) > HTML_BYTES:
        raise UploadRejected("too_large", profile="document", params={"limit_bytes": HTML_BYTES})
    take_slot()
    try:
        html = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UploadRejected("undecodable", profile="document") from None
    if "\0" in html:  # no text of the database holds it
        raise UploadRejected("undecodable", profile="document")
    return html


@transaction.atomic
def make_draft(section: SectionPage, user: Any, title: str, sapo: str, converted: Converted) -> ArticlePage:
    """The draft below `section`, owned and signed by `user`."""
    page = ArticlePage(title=title, sapo=sapo, owner=user, locale=section.locale, live=False)
    taken_slugs = set(section.get_children().values_list("slug", flat=True))
    page.slug = free_slug(vn_slugify(title) or "bai", taken_slugs)
    body = ArticlePage._meta.get_field("body").stream_block
    page.body = body.to_python([{"type": name, "value": value} for name, value in converted.blocks])
    sign_new(page)
    section.add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    PageSubscription.objects.create(page=page, user=user, comment_notifications=True)
    return page


def debts(page: ArticlePage, converted: Converted, without_alt: int) -> str:
    """What the writer still owes before the text may be sent."""
    owed = [] if page.sapo else [_("sapo")]
    if without_alt:
        owed.append(ngettext("%d ảnh chưa có chữ thay", "%d ảnh chưa có chữ thay", without_alt) % without_alt)
    if any(name == "figure" and not (value["caption"] and value["credit"]) for name, value in converted.blocks):
        owed.append(_("chú thích và nguồn của ảnh"))
    if converted.tables:
        owed.append(ngettext("tên của %d bảng", "tên của %d bảng", converted.tables) % converted.tables)
    owed.append(_("hai câu “An toàn trẻ em”"))
    return _("Còn thiếu trước khi gửi: %(owed)s.") % {"owed": ", ".join(owed)}
