"""What `manage.py work` would do now, in the test's own process."""

from django_tasks_db.models import DBTaskResult

ROUNDS = 8  # tasks that make tasks


def run_waiting_tasks() -> None:
    """Run every task that is due, and what it queues; not those that need a worker around them (forms of files)."""
    for _round in range(ROUNDS):
        waiting = list(DBTaskResult.objects.ready().order_by("enqueued_at"))
        DBTaskResult.objects.filter(pk__in=[result.pk for result in waiting]).update(status="SUCCESSFUL")
        for result in waiting:
            if not result.task.takes_context:
                result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
        if not waiting:
            return
