"""Models of tasks and reports."""

from .report import Report, ReportQuerySet
from .tasks import SOON_DAYS, Task, TaskEvent, TaskQuerySet

__all__ = ["SOON_DAYS", "Report", "ReportQuerySet", "Task", "TaskEvent", "TaskQuerySet"]
