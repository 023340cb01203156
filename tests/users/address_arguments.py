"""What the arguments of an address name in the world "permissions": things of a paper, of a school, of a partner.

Most numbers are the key of the first row of the view's model; the rest stands here by the beginning of the address.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern
from wagtail.models import Page, Site, Task, Workflow

from articles.public.most_read import page_address, ticket_for
from home.models import GuideJob
from tests.users.address_list import KHMER, written
from tests.users.permission_rows import city
from tests.users.things import things
from users.models import Organisation

#: Arguments that are the key of a row of the view's model.
KEYS = ("pk", "image_id", "document_id", "doc_id", "redirect_id")


def arguments() -> dict[str, dict[str, Any]]:
    """Beginning of an address → {argument: value}. Longer beginnings add to shorter ones; "" is for all."""
    site, of = city(), things()
    draft, waiting = site.draft, site.waiting["editing"]
    state = waiting.current_workflow_task_state
    step = {
        "page_id": waiting.pk,
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "action_name": "approve",
        "workflow_state_id": state.workflow_state_id,
    }
    story = {"content_type_app_name": "articles", "content_type_model_name": "articlepage"}
    values = {
        "": {"page_id": site.live.pk, "language": "vi", "slug": site.section.slug, "uuid": of.file.uuid},
        "admin/pages/": page_arguments(draft, site.section, site.place) | story
        | {"app_label": "articles", "model_name": "articlepage"},
        "admin/pages/<int:page_id>/unpublish/": {"page_id": site.live.pk},
        "admin/pages/workflow/": step,
        "admin/pages/<int:page_id>/workflow_history/": {"page_id": waiting.pk} | step,
        "admin/choose-page/": {"parent_page_id": draft.pk},
        "admin/api/main/pages/": {"pk": draft.pk, "action_name": "publish"},
        "admin/api/main/documents/": {"pk": of.document.pk},
        "admin/api/main/images/": {"pk": site.image.pk},
        "admin/images/": {"image_id": site.image.pk, "filter_spec": "width-100"},
        "admin/documents/chooser/": {"pk": of.document.pk},
        "admin/documents/": {"document_id": of.document.pk, "doc_id": of.document.pk},
        "van-thu/": {"document_id": of.document.pk, "document_filename": "thu.txt"},
        "admin/tag-autocomplete/": {"app_name": "taggit", "model_name": "tag"},
        "admin/collections/": {"pk": site.image.collection_id, "collection_id": site.image.collection_id},
        "admin/workflows/": {
            "page_pk": site.section.pk,
            "workflow_pk": Workflow.objects.first().pk,
            "app_label": "articles",
            "model_name": "foureyesapprovaltask",
        },
        "admin/workflows/tasks/": {"pk": Task.objects.first().pk},
        "admin/workflows/task_chooser/": {"task_id": Task.objects.first().pk},
        "admin/workflows/enable/": {"pk": Workflow.objects.first().pk},
        "admin/workflows/usage/": {"pk": Workflow.objects.first().pk},
        "admin/workflows/edit/": {"pk": Workflow.objects.first().pk},
        "admin/workflows/disable/": {"pk": Workflow.objects.first().pk},
        "admin/editing-sessions/": {"app_label": "articles", "model_name": "articlepage", "object_id": draft.pk},
        "admin/localize/": {"page_id": draft.pk, "app_label": "campaign", "model_name": "helpline", "pk": site.line.pk},
        "admin/ngon-ngu/": {"language": "km"},
        "admin/huong-dan/": {"slug": "viet-bai", "number": 1},
        "vi/huong-dan/": {"slug": "truong"},
        "admin/snippets/home/guidejob/": {"pk": GuideJob.objects.get(slug="viet-bai").pk},
        "admin/toa-soan/lich/": {"kind": "plan", "pk": site.plan.pk},
        "admin/toa-soan/bai/": {"page_id": draft.pk},
        "admin/toa-soan/viet-nhanh/anh/": {"image_id": site.image.pk},
        "admin/toa-soan/bai/<int:page_id>/dinh-chinh/": {"page_id": site.live.pk},
        "admin/toa-soan/bai/<int:page_id>/dinh-chinh/<int:pk>/": {"pk": site.correction.pk},
        "admin/toa-soan/bai/<int:page_id>/dang-lai/": {"page_id": site.live.pk},
        "admin/toa-soan/bai/<int:page_id>/go/": {"page_id": site.live.pk},
        "admin/thu-hoi/": {"pk": of.recall.pk},
        "admin/bo-tai-lieu/": {"pk": of.kit.pk},
        "admin/o-ten-truong/": {"pk": of.file.pk},
        "admin/kho/": {"pk": of.draft_asset.pk, "stored": of.file.stored_id},
        "admin/kho/<int:pk>/che-mat/": {"pk": of.released.pk, "file": of.file.pk},
        "admin/kho/<int:pk>/dong-y/": {"pk": of.released.pk, "consent": of.consent.pk},
        "admin/kho/giay/": {"pk": of.consent.pk},
        "admin/settings/": {
            "app_name": "campaign",
            "model_name": "siteidentity",
            "pk": Site.objects.get().pk,
        },
        "admin/snippets/partners/brief/": {
            "revision_id": of.brief.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
        },
        "admin/truong-hoc/": {"uuid": of.unit.uuid, "slug": "mua"},
        "admin/so-lieu/viec/": {"code": "C10"},
        "truong/giao-viec/": {"uuid": of.unit_task.uuid},
        "admin/giao-viec/": {"uuid": of.task.uuid},
        "admin/bai-dang/": {"uuid": of.post.uuid},
        "admin/bao-cao/": {"uuid": of.report.uuid, "section": "do-phu", "form": "pdf"},
        "admin/co-quan/": {"pk": Organisation.objects.bodies().first().pk},
        "admin/truong-hoc/don-vi/": {"invitation": of.invitation.uuid, "pk": of.member.pk},
        "admin/truong-hoc/anh/": {"uuid": of.photo.uuid},
        "admin/truong-hoc/khai/": {"uuid": of.claim.uuid},
        "admin/truong-hoc/nhap/": {"uuid": of.run.uuid},
        "admin/truong-hoc/danh-sach/": {"pk": of.unit.pk},
        "admin/truong-hoc/kho-ban-in/": {"pk": of.print_order.run_id},
        "admin/kol/bai/": {
            "pk": of.piece.pk,
            "remark": of.remark.pk,
            "file": of.piece_file.uuid,
            "person": of.person_shown.uuid,
        },
        "admin/kol/doi-tac/": {"pk": of.partner.pk},
        "admin/kol/loi-moi/": {"pk": of.partners_invitation.pk},
        "admin/bao-cao-vien/yeu-cau/": {"pk": of.request.pk},
        "admin/thu/": {"pk": of.letter.pk},
        "tai/bo/": {"uuid": of.archive.uuid},
        "tai/gio/": {"uuid": of.basket.uuid},
        "tai/thong-bao/": {"uuid": of.notice.uuid},
        "t/": {"code": "p-a3-01", "ending": "png", "variant": "x"},
        "truong/": {"code": "C04", "uuid": of.photo.uuid, "pk": of.member.pk},
        "truong/ban-in/": {"uuid": of.print_order.uuid},
        "truong/nguoi/loi-moi/": {"uuid": of.invitation.uuid},
        "doi-tac/": {"uuid": of.piece.uuid, "file": of.piece_file.uuid, "pk": of.link.pk},
        "doi-tac/ho-so/": {"uuid": of.partner.uuid},
        "doi-tac/de-bai/": {"uuid": of.open_brief.uuid},
        "admin/su-kien/": {"pk": of.event.pk},
        "admin/cuoc-thi/": {"pk": of.contest.pk, "uuid": of.entry_file.uuid},
        "vi/cuoc-thi/": {"slug": of.contest.slug, "code": of.entry.code, "uuid": of.entry_file.uuid},
        "vi/giay-cuoc-thi/": {"code": of.entry.code},
        "giay-cuoc-thi/": {"code": of.entry.code},
        "bao-cao-vien/cuoc-thi/": {"uuid": of.entry.uuid, "slug": of.contest.slug, "file": of.entry_file.uuid},
        "bao-cao-vien/cuoc-thi/cua-truong/": {"uuid": of.own_contest.uuid},
        "bao-cao-vien/giam-khao/": {"slug": of.contest.slug, "code": of.entry.code, "uuid": of.entry_file.uuid},
        "bao-cao-vien/": {"uuid": of.request.uuid, "token": of.request.answer_token},
        "lich-su-kien/": {"uuid": of.event.uuid},
        "vi/lich-su-kien/": {"uuid": of.event.uuid},
        "vi/lich-su-kien/thang/": {"year": 2026, "number": 11},
        "vi/luu-tru/": {"year": site.live.first_published_at.year, "month": site.live.first_published_at.month},
        "vi/luu-tru/mua/": {"slug": "mua"},
        "vi/co-quan/": {"slug": "bao"},
        "dem/": {"token": page_address(site.live.pk).split("/")[2]},
        "dem/mot-lan/": {"ticket": ticket_for(site.live.pk).split("/")[3]},
        "anh-chia-se/": {"digest": "0" * 12, "what": "tai-lieu"},
        "meo/": {"digest": "0" * 12, "form": "jpg"},
        "lich-toa-soan/": {"token": of.calendar.token},
        "xem-truoc/": {"token": of.preview.token},
        "tai/theo-doi/": {"slug": "p-a3-01"},
        "tai/xem-nhap/": {"token": "made-up-token-of-a-draft", "file": 1},  # no draft is shared in this world
        "vi/(": {"": site.live.url_path.removeprefix("/vi/")},
    }  # fmt: skip
    return values


def page_arguments(page: Page, parent: Page, destination: Page) -> dict[str, Any]:
    """Arguments of Wagtail's addresses of pages."""
    return {
        "page_id": page.pk,
        "pk": page.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": parent.pk,
        "destination_id": destination.pk,
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
    }


def model_of(pattern: URLPattern) -> type[Model] | None:
    """The model that a class-based view works on, where it says so."""
    view = getattr(pattern.callback, "view_class", None)
    model = getattr(pattern.callback, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
    return model if isinstance(model, type) and issubclass(model, Model) else None


class Places:
    """Addresses with arguments of this world, which is asked once."""

    def __init__(self) -> None:
        self.arguments, self.draft, khmer = arguments(), city().draft.pk, city().khmer
        self.first: dict[type[Model], Any] = {}
        self.khmer = page_arguments(khmer, khmer.get_parent(), khmer.get_parent())

    def address(self, line: str, route: str, pattern: URLPattern) -> str:
        """The address of a line of the table, with the query that it needs."""
        if line.startswith("admin/bulk/"):
            return self._bulk_action(line)
        values = dict(self.arguments[""])
        model = model_of(pattern)
        if model and not issubclass(model, Page) and (key := self._first_key(model)):
            values |= dict.fromkeys(KEYS, key)
        for beginning in sorted(self.arguments, key=len):
            if beginning and route.startswith(beginning):
                values |= self.arguments[beginning]
        if line.endswith(KHMER):
            values |= self.khmer
        chooses_pages = route == "admin/choose-page/chosen-multiple/"
        return written(route, values) + (f"?id={self.draft}" if chooses_pages else "")

    def _bulk_action(self, line: str) -> str:
        """Of the paper's draft, else of the first row of the model."""
        model = apps.get_model(*line.split("/")[2:4])
        key = self.draft if model is Page else self._first_key(model)
        return f"/{line}?id={key}&next=/admin/huong-dan/"

    def _first_key(self, model: type[Model]) -> Any:
        if model not in self.first:
            self.first[model] = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        return self.first[model]
