"""Writes the shipped guide to the database; what somebody has edited stays."""

from __future__ import annotations

from home.guide import content
from home.guide.models import GuideJob


def mark_of(job: GuideJob) -> str:
    """The mark of the text that stands in the database."""
    return content.mark(job.title, job.lead, [dict(step.value) for step in job.steps])


def write() -> int:
    """Add jobs that are missing and renew those nobody has edited; return how many were written."""
    there = {(job.slug, job.language): job for job in GuideJob.objects.all()}
    count = 0
    for order, row in enumerate(content.jobs(), start=1):
        job = there.get((row["slug"], row["language"])) or GuideJob(slug=row["slug"], language=row["language"])
        mark = content.mark(row["title"], row["lead"], row["steps"])
        if job.pk and (job.seeded == mark or mark_of(job) != job.seeded):
            continue
        steps = [("step", {"picture": "", **step}) for step in row["steps"]]
        job.group, job.title, job.lead, job.order = row["group"], row["title"], row["lead"], order
        job.steps, job.seeded = steps, mark
        job.full_clean()
        job.save()
        count += 1
    return count
