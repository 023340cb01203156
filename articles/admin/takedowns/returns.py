"""“Đăng lại”: a story that was taken down comes back with a reason and by two people.

One person who may take stories down asks, with a reason; another one with the right to publish approves, which
publishes the newest version through all gates. Each language comes back by itself, the source first. A copy at another
outlet stays away until its secretary or chief takes it back.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission, PagePermissionTester

from articles import take_down_letters
from articles.editorial.access import outlets_of
from articles.models import ArticlePage, TakeDown
from articles.syndication import letters
from articles.syndication.copies import copies_at_other_outlets
from base.errors import DecidedMeanwhile
from base.publishing import REFUSED
from base.text import REASON_CHARACTERS, says_why
from users.models import User
from users.roles import ARRANGERS

ASKED, RETURNED = "newsroom.takedown.ask", "newsroom.takedown.return"


def locked_entry(page: ArticlePage) -> TakeDown:
    """The open take-down of `page` itself, locked until the transaction ends. Raises DecidedMeanwhile without one."""
    rows = TakeDown.objects.select_for_update(of=("self",)).select_related("return_asked_by")
    entry = rows.filter(page=page.pk, lifted_at=None).first()
    if entry is None:
        raise DecidedMeanwhile(None, _("%(who)s vừa đăng lại bài này, hoặc bài không bị gỡ."))
    return entry


def reason_not_to_ask(page: ArticlePage, user: User) -> str:
    """Why `user` may not ask for the return of `page`, in Vietnamese; "" when allowed."""
    if page.take_down_of_source is not None:
        return _("Bản gốc còn bị gỡ. Bản gốc đăng lại trước, rồi mới đến bản này.")
    if not page.permissions_for_user(user).takes_down():
        return _("Thư ký tòa soạn và Tổng Biên tập xin đăng lại bài đã gỡ.")
    return ""


def reason_not_to_approve(page: ArticlePage, entry: TakeDown, user: User) -> str:
    """Why `user` is not the second person for the return of `page`, in Vietnamese; "" when allowed."""
    if entry.return_asked_at is None:
        return _("Chưa ai xin đăng lại bài này.")
    if entry.return_asked_by_id == user.pk:
        return _("Bạn đã xin đăng lại bài này. Một người khác có quyền đăng xem và duyệt.")
    if not PagePermissionTester(user, page).can_publish():
        return _("Tổng Biên tập khác của cơ quan duyệt việc đăng lại.")
    return ""


@transaction.atomic
def ask(page: ArticlePage, reason: str, user: User) -> None:
    """Ask for the return of `page`. Raises PermissionDenied, ValidationError for a reason that says nothing."""
    if refusal := reason_not_to_ask(page, user):
        raise PermissionDenied(refusal)
    if not says_why(reason):
        sentence = _("Lý do cần ít nhất %(limit)d ký tự và nói điều gì đã đổi từ khi gỡ.")
        raise ValidationError({"return_reason": sentence % {"limit": REASON_CHARACTERS}})
    entry = locked_entry(page)
    entry.return_reason, entry.return_asked_by, entry.return_asked_at = reason.strip(), user, timezone.now()
    entry.save(update_fields=["return_reason", "return_asked_by", "return_asked_at"])
    log(instance=page, action=ASKED, user=user, data={"reason": entry.return_reason})
    take_down_letters.tell_of_request(page, entry, user, approvers(page))


def approvers(page: ArticlePage) -> set[int]:
    """Primary keys of the accounts with the right to publish in the section of `page`."""
    above = Q(path__in=[page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)])
    pages = type(page.get_parent()).objects.filter(above).values("pk")
    rights = GroupPagePermission.objects.filter(page__in=pages, permission__codename="publish_page")
    return set(User.objects.filter(is_active=True, groups__in=rights.values("group")).values_list("pk", flat=True))


def approve(page: ArticlePage, user: User) -> ArticlePage:
    """Publish the newest version of a taken-down story; returns the page.

    Raises PermissionDenied for who is not the second person, ValidationError with the reasons of the gates.
    """
    try:
        _approve(page, user)
    except ValidationError as error:  # the transaction took back what was logged in it
        revision = page.get_latest_revision()
        log(instance=page, action=REFUSED, user=user, data={"reasons": error.messages}, revision=revision)
        raise
    return ArticlePage.objects.get(pk=page.pk).specific


@transaction.atomic
def _approve(page: ArticlePage, user: User) -> None:
    entry = locked_entry(page)
    if refusal := reason_not_to_approve(page, entry, user):
        raise PermissionDenied(refusal)
    entry.lifted_by, entry.lifted_at = user, timezone.now()
    entry.save(update_fields=["lifted_by", "lifted_at"])
    revision = page.get_latest_revision()
    try:
        page.publish(revision, user=user)
    except PermissionDenied as error:
        raise ValidationError(str(error).splitlines()) from error
    data = {"reason": entry.return_reason, "asked_by": str(entry.return_asked_by or "")}
    log(instance=page, action=RETURNED, user=user, revision=revision, data=data)
    take_down_letters.tell_of_return(page, entry, user)
    for copy in copies_at_other_outlets(page):
        if TakeDown.objects.open().filter(page=copy.pk).exists():
            letters.notify(copy, "back")


@transaction.atomic
def take_copy_back(copy: ArticlePage, user: User) -> None:
    """Show a copy again whose original came back. Raises PermissionDenied, ValidationError."""
    if not copy.alias_of_id or not outlets_of(user, ARRANGERS).filter(pk=copy.get_parent().specific.outlet_id).exists():
        raise PermissionDenied(_("Thư ký tòa soạn và Tổng Biên tập quyết định về bản lấy về của cơ quan mình."))
    original = copy.alias_of.specific
    if not original.live or TakeDown.objects.on(original).exists():
        raise ValidationError(_("Bản gốc chưa trở lại trang."))
    entry = locked_entry(copy)
    entry.lifted_by, entry.lifted_at = user, timezone.now()
    entry.save(update_fields=["lifted_by", "lifted_at"])
    log(instance=copy, action=RETURNED, user=user, data={"reason": _("Bản gốc đã trở lại."), "asked_by": ""})
    original.update_aliases(revision=original.live_revision)
