"""manage.py rebuild_search: rebuild the search table, after an import or a change of base.text.fold()."""

from django.core.management.base import BaseCommand

from search.index import rebuild


class Command(BaseCommand):
    """Calls documents.rebuild() and prints the number of entries."""

    help = "Dựng lại bảng tìm kiếm từ mọi thứ đang hiện trên trang."

    def handle(self, *args, **options):
        self.stdout.write(f"Bảng tìm kiếm có {rebuild()} mục.")
