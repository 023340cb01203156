"""Seeds the plan's duties as tasks of bodies (content/tasks.tsv), in every state; all is fictional."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from campaign.models import Season
from reporting.models import Task, TaskEvent
from reporting.tasks import steps
from users.models import Organisation, User

from .. import CONTENT
from ..accounts import AUTHORITIES

OFFICE = "congan@demo.example"
#: Key of a body in tasks.tsv → its account, or the name and kind of a body that is made here.
ACCOUNTS = {
    "office": OFFICE,
    "gddt": "sogddt@demo.example",
    "thanhdoan": "thanhdoan@demo.example",
    "phunu": "hoiphunu@demo.example",
    "bao": "tongbientap@baocantho.example",
    "vanhoa": "thuky@vanhoa.example",
}
NEW_BODIES = {
    "vhttdl": ("Sở Văn hóa, Thể thao và Du lịch (minh họa)", "authority"),
    "taichinh": ("Sở Tài chính (minh họa)", "authority"),
    "vp": ("Văn phòng UBND thành phố (minh họa)", "authority"),
    "anm": ("Phòng An ninh mạng (minh họa)", "city_police"),
}
WARD_POLICE = "xa"
State = Task.State
#: The states that a task went through before the one of its row.
WAY = {
    State.GIVEN: (),
    State.RECEIVED: (State.RECEIVED,),
    State.WORKING: (State.RECEIVED, State.WORKING),
    State.REPORTED: (State.RECEIVED, State.WORKING, State.REPORTED),
    State.RETURNED: (State.RECEIVED, State.WORKING, State.REPORTED, State.RETURNED),
    State.CONFIRMED: (State.RECEIVED, State.WORKING, State.REPORTED, State.CONFIRMED),
}
RESULT = "Đã làm xong ở các nơi được giao (minh họa)."
REASON = "Bạn ghi thêm danh sách nơi đã làm và ngày làm (minh họa)."


def seed_tasks() -> None:
    """Give the tasks of the running season."""
    season, office = Season.objects.get(is_current=True), User.objects.get(email=OFFICE)
    bodies, given = _bodies(), []
    for row in _rows():
        for owner in bodies[row["owner"]]:
            values = {"title": row["title"], "paragraph": row["paragraph"], "due_on": _day(season, int(row["day"]))}
            given.append((row, Task(season=season, owner=owner, **values)))
    tasks = steps.give([task for _row, task in given], by=office)
    shared, events = [], []
    through = Task.co_owners.through
    for (row, _task), task in zip(given, tasks, strict=True):
        keys = filter(None, row["shared"].split(";"))
        shared += [through(task=task, organisation=body) for key in keys for body in bodies[key]]
        events += _events(task, State(row["state"]), office)
    through.objects.bulk_create(shared)
    TaskEvent.objects.bulk_create(events)
    Task.objects.bulk_update(tasks, ["state", "evidence", "reported_by", "reported_at"])


def _rows() -> list[dict[str, str]]:
    head, *lines = (CONTENT / "tasks.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def _bodies() -> dict[str, list[Organisation]]:
    bodies = {key: [Organisation.objects.get(members__email=email)] for key, email in ACCOUNTS.items()}
    office = Organisation.objects.get(name=AUTHORITIES[OFFICE])
    for key, (name, kind) in NEW_BODIES.items():
        parent = office if kind == "city_police" else None
        bodies[key] = [Organisation.objects.create(name=name, kind=kind, parent=parent)]
    return bodies | {WARD_POLICE: list(Organisation.objects.filter(kind="police"))}


def _day(season: Season, percent: int) -> Any:
    return season.starts_on + (season.ends_on - season.starts_on) * percent // 100


def _events(task: Task, last: State, office: User) -> list[TaskEvent]:
    """The events up to the state `last`, which `task` gets; its owner's account is the first one that it has."""
    person = task.owner.members.first()
    events, before = [], task.state
    for state in WAY[last]:
        by_office = state in {State.RETURNED, State.CONFIRMED}
        note = REASON if state == State.RETURNED else ""
        events.append(TaskEvent(task=task, by=office if by_office else person, before=before, after=state, note=note))
        before = task.state = state
        if state == State.REPORTED:
            task.evidence, task.reported_by = RESULT, person
            task.reported_at = timezone.make_aware(datetime.combine(min(task.due_on, timezone.localdate()), time(9)))
    return events
