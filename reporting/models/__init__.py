"""Models of tasks, posts and reports."""

from .posts import Post, PostQuerySet
from .report import Report, ReportQuerySet
from .tasks import SOON_DAYS, Task, TaskEvent, TaskQuerySet

__all__ = ["SOON_DAYS", "Post", "PostQuerySet", "Report", "ReportQuerySet", "Task", "TaskEvent", "TaskQuerySet"]
