"""manage.py rebuild_search: rebuild the search table, after an import or a change of base.text.fold()."""

from typing import Any

from django.core.management.base import BaseCommand

from search.index import rebuild


class Command(BaseCommand):
    """Calls index.rebuild()."""

    help = "Dựng lại bảng tìm kiếm từ mọi thứ đang hiện trên trang."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Bảng tìm kiếm có {rebuild()} mục.")
