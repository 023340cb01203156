"""Tasks for tests, of the bodies of the world "school"."""

from datetime import date

from campaign.models import Season
from reporting.models import Task
from reporting.tasks import steps
from tests.school_world import authority
from users.roles import Role


def make_task(owner, title="Treo tờ “Gọi 111” ở cổng trường", *, shared=(), state="given", **fields):
    """One task of the organisation `owner`, with its first event."""
    fields = {"due_on": date(2026, 11, 30), "season": Season.objects.get(is_current=True)} | fields
    (task,) = steps.give([Task(owner=owner, title=title, state=state, **fields)], by=authority(Role.STANDING_OFFICE))
    task.co_owners.set(shared)
    return task


def body(role):
    """The organisation of the authority of `role`."""
    return authority(role).organisation
