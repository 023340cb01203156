"""Letters about tasks: given, reported, returned, confirmed, due soon, overdue. One names all tasks of a body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.tasks import task as background
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.outbox import letter_language, open_addresses, post
from notifications.purposes import Purpose, register
from reporting.models import Task
from reporting.tasks.access import ASSIGN, REPORT
from schools.models import Unit
from users.models import User
from users.roles import holders_of


@dataclass(frozen=True)
class Words:
    """The words of a letter: name of its purpose, subject for one task and for several, opening sentence."""

    purpose: Promise
    one: Promise
    many: Promise
    opening: Promise


LETTERS = {
    "given": Words(
        _("Việc được giao"),
        _("Giao việc: %(first)s"),
        _("Giao %(n)d việc mới"),
        _("Cơ quan thường trực giao cho cơ quan, đơn vị của anh chị:"),
    ),
    "reported": Words(
        _("Việc được giao đã báo xong"),
        _("Báo xong: %(first)s"),
        _("Báo xong %(n)d việc"),
        _("Việc dưới đây đã báo xong, chờ xem và xác nhận:"),
    ),
    "returned": Words(
        _("Việc được giao bị trả lại"),
        _("Trả lại: %(first)s"),
        _("Trả lại %(n)d việc"),
        _("Việc dưới đây được trả lại để làm thêm:"),
    ),
    "confirmed": Words(
        _("Việc được giao đã xác nhận"),
        _("Đã xác nhận: %(first)s"),
        _("Đã xác nhận %(n)d việc"),
        _("Việc dưới đây đã được xác nhận. Cảm ơn anh chị."),
    ),
    "due": Words(
        _("Việc được giao sắp đến hạn"),
        _("Sắp đến hạn: %(first)s"),
        _("%(n)d việc sắp đến hạn"),
        _("Việc dưới đây sắp đến hạn:"),
    ),
    "late": Words(
        _("Việc được giao quá hạn"),
        _("Quá hạn: %(first)s"),
        _("%(n)d việc quá hạn"),
        _("Việc dưới đây đã quá hạn mà chưa báo xong:"),
    ),
    "late-office": Words(
        _("Việc quá hạn, báo Cơ quan thường trực"),
        _("Quá hạn: %(first)s"),
        _("%(n)d việc quá hạn"),
        _("Cơ quan, đơn vị chưa báo xong việc đã quá hạn:"),
    ),
}
#: Name of a letter → purpose.
PURPOSES = {name: register(Purpose(f"task-{name}", words.purpose, (ASSIGN,))) for name, words in LETTERS.items()}
SHOWN = 50  # tasks named in one letter


@background(backend="db", queue_name="mail")
def mail_given(tasks: list[int]) -> int:
    """Tell each owner which of these tasks it was given, once; returns how many letters were written."""
    rows = Task.objects.filter(pk__in=tasks).select_related("owner")
    return tell_owners("given", rows, key=f"task-given:{min(tasks, default=0)}")


def mail_reported(task: Task) -> int:
    """Tell the office, but not who reported."""
    office = [user for user in holders_of(ASSIGN) if user.pk != task.reported_by_id]
    return write("reported", [task], open_addresses(*office), "tasks:task")


def mail_decided(task: Task, note: str) -> int:
    """Tell the owner that its task was returned or confirmed, with the reason."""
    return tell_owners("returned" if task.state == Task.State.RETURNED else "confirmed", [task], note=note)


def tell_owners(name: str, tasks: Iterable[Task], *, key: str = "", note: str = "", parents: bool = False) -> int:
    """Write one letter to each account of each owner, naming all its tasks; with `parents` to their superiors too."""
    by_owner: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_owner[task.owner_id].append(task)
    above = {rows[0].owner_id: rows[0].owner.parent_id for rows in by_owner.values() if parents}
    addresses, written = addresses_by_body({*by_owner, *filter(None, above.values())}), 0
    for owner, rows in by_owner.items():
        address = "unit_tasks:task" if rows[0].owner.kind not in rows[0].owner.BODIES else "tasks:task"
        once = f"{key}:{owner}" if key else ""
        written += write(name, rows, addresses[owner], address, key=once, note=note)
        if superior := above.get(owner):
            written += write(name, rows, addresses[superior], "", key=once, note=note)  # the page is the owner's
    return written


def write(name: str, tasks: list[Task], to: Iterable[str], address: str, *, key: str = "", note: str = "") -> int:
    """Write the letter `name` about `tasks` to each of `to`; `address` names the page of a task, "" for none."""
    pages = [settings.SITE_URL + reverse(address, args=[task.uuid]) if address else "" for task in tasks[:SHOWN]]
    shown = list(zip(tasks, pages, strict=False))
    words, context = LETTERS[name], {"tasks": shown, "more": len(tasks) - len(shown), "note": note}
    with letter_language():
        subject = str(words.one if len(tasks) == 1 else words.many) % {"first": tasks[0], "n": len(tasks)}
        text = render_to_string("reporting/mail/letter.txt", context | {"opening": words.opening})
    return post(purpose=PURPOSES[name], to=to, subject=subject, text=text, key=key)


def addresses_by_body(bodies: Collection[int]) -> dict[int, list[str]]:
    """Addresses of who acts for each organisation: accounts that report, the accounts of a unit. Three queries."""
    result: dict[int, list[str]] = defaultdict(list)
    units = list(Unit.objects.named().filter(organisation__in=bodies))
    of_units = {unit.organisation_id for unit in units}
    reports = holders_of(REPORT).filter(organisation__in=set(bodies) - of_units)
    for user in reports:
        result[user.organisation_id or 0].append(user.email)
    for user in User.objects.filter(is_active=True, organisation__in=of_units).order_by("email"):
        result[user.organisation_id or 0].append(user.email)
    for unit in units:
        if unit.organisation_id not in result:
            result[unit.organisation_id] = [address for address in [unit.contact_email] if address]
    return result
