"""Updates groups, page rights and workflows from the table in users/roles.py."""

from django.core.management.base import BaseCommand

from articles.editorial.permissions import sync_newsrooms


class Command(BaseCommand):
    """Safe to repeat."""

    help = "Cập nhật nhóm, quyền và quy trình duyệt theo users/roles.py; chạy lại bao nhiêu lần cũng được."

    def handle(self, **options):
        sync_newsrooms()
        self.stdout.write("Đã cập nhật nhóm, quyền và quy trình duyệt.")
