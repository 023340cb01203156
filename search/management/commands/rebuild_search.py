"""manage.py rebuild_search: write the search table anew, after an import or a change of folding."""

from django.core.management.base import BaseCommand

from search.index import rebuild


class Command(BaseCommand):
    help = "Dựng lại bảng tìm kiếm từ mọi thứ đang hiện trên trang."

    def handle(self, *args, **options):
        self.stdout.write(f"Bảng tìm kiếm có {rebuild()} mục.")
