"""Steps of a report: collect its figures, edit its sentences, freeze it, replace it."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from base.errors import DecidedMeanwhile, WrongState
from reporting.models import Report
from reporting.reports.period import Period
from reporting.reports.sections import SECTIONS, Subject, downloads, posts, tasks
from schools.coverage.queries import Scope
from users.models import User

log = logging.getLogger(__name__)

State = Report.State


def begin(report: Report) -> None:
    """Store a new report and queue the collection of its figures."""
    report.state = State.COLLECTING
    with transaction.atomic():
        report.save()
        collect.enqueue(report.pk)  # a row of the same transaction


def collect_again(report: Report) -> None:
    """Read the figures anew; edited sentences stay. Raises WrongState for a frozen report."""
    with transaction.atomic():
        row = _open(report)
        row.state, row.version = State.COLLECTING, row.version + 1
        row.save(update_fields=["state", "version"])
        collect.enqueue(row.pk)


@task(backend="db", queue_name="media", priority=10)
def collect(report_id: int) -> str:
    """Store the figures of a report that waits for them; returns its state. Safe to repeat.

    The figures are read in one snapshot of the database, so that its tables agree with each other.
    """
    report = Report.objects.filter(pk=report_id, state=State.COLLECTING).select_related("season", "created_by").first()
    if report is None:
        return ""
    try:
        with translation.override("vi"), transaction.atomic():
            report.data = {"sections": [asdict(section) for section in _sections(report)]}
    except Exception:
        log.exception("Figures of report %s could not be read.", report_id)
        Report.objects.filter(pk=report_id, state=State.COLLECTING).update(state=State.FAILED)
        return State.FAILED
    report.state, report.collected_at = State.DRAFT, timezone.now()
    report.save(update_fields=["data", "state", "collected_at"])
    return str(report.state)


def _sections(report: Report) -> list[Any]:
    subject = Subject(Scope(report.season, tuple(report.kinds)), Period(report.starts_on, report.ends_on))
    rights = {
        downloads: "media_library.view_downloadevent",
        tasks: "reporting.assign_task",
        posts: "reporting.assign_task",
    }
    user = report.created_by
    return [make(subject) for make in SECTIONS if make not in rights or (user and user.has_perm(rights[make]))]


def edit(report: Report, key: str, text: str, user: User, version: int) -> None:
    """Replace the sentences of section `key`; an empty text brings those of the rules back.

    Raises WrongState for a report that is no draft, DecidedMeanwhile where somebody saved it since `version`.
    """
    with transaction.atomic():
        row = _open(report)
        if row.version != version:
            raise DecidedMeanwhile(
                None, _("%(who)s vừa sửa báo cáo này. Chữ bạn viết còn ở dưới; bạn xem rồi lưu lại.")
            )
        if not row.is_draft:
            raise WrongState(_("Báo cáo đang lấy số liệu. Bạn chờ xong rồi sửa chữ."))
        if text:
            row.edits[key] = {"text": text, "by": user.full_name, "at": timezone.now()}
        else:
            row.edits.pop(key, None)
        row.version += 1
        row.save(update_fields=["edits", "version"])


def freeze(report: Report, user: User, version: int) -> Report:
    """Give the report its number and hash, after which nothing changes. Returns the frozen row.

    Raises WrongState for a report that is no draft, DecidedMeanwhile where somebody saved or froze it since `version`.
    """
    try:
        with transaction.atomic():
            row = _open(report)
            if row.version != version:
                raise DecidedMeanwhile(None, _("%(who)s vừa sửa báo cáo này. Bạn đọc lại rồi chốt."))
            if not row.is_draft:
                raise WrongState(_("Báo cáo chưa có đủ số liệu nên chưa chốt được."))
            row.number = (Report.objects.aggregate(last=Max("number"))["last"] or 0) + 1
            row.state, row.frozen_at, row.frozen_by = State.FROZEN, timezone.now(), user
            row.sha256 = fingerprint(row)
            row.save()
            return row
    except IntegrityError as error:  # another report took the number
        raise DecidedMeanwhile(None, _("%(who)s vừa chốt một báo cáo khác cùng lúc. Bạn bấm chốt lần nữa.")) from error


def fingerprint(report: Report) -> str:
    """SHA-256 over everything that the documents print."""
    content = {
        "number": report.number,
        "starts_on": report.starts_on,
        "ends_on": report.ends_on,
        "kinds": report.kinds,
        "head": [report.parent, report.issuer, report.recipient, report.signer_title, report.signer],
        "replaces": report.replaces.number if report.replaces else None,
        "sections": [[item["key"], item["title"], item["text"], item["tables"]] for item in report.sections()],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def _open(report: Report) -> Report:
    """The row, locked. Raises WrongState where it is frozen."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.is_frozen:
        raise DecidedMeanwhile(row.frozen_by, _("%(who)s đã chốt báo cáo này. Muốn sửa, bạn lập báo cáo thay cho nó."))
    return row
