"""Writes what the code decides and the database stores: roles, rights, workflows, names of permissions and roots."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Site

from articles.editorial.permissions import sync_newsrooms
from base import site_context
from home import top_page
from home.guide import seed as guide
from users import permission_labels


class Command(BaseCommand):
    """Run after every `migrate`; safe to repeat."""

    help = "Ghi vai trò, quyền, quy trình duyệt và tên gọi theo mã nguồn; chạy sau “migrate”, chạy lại không sao."

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        """Write everything in one transaction."""
        top_page.rename()
        permission_labels.rename()
        sync_newsrooms()
        guide.write()
        # A reader who came while the database was empty, e.g. during a restore, has it cached for an hour that there
        # is no site. Not before the commit: another reader would have the same cached again.
        transaction.on_commit(Site.clear_site_root_paths_cache)
        site_context.invalidate()  # what is kept of pages speaks of the rows and the code before
        if options["verbosity"]:
            self.stdout.write("Đã cập nhật vai trò, quyền, quy trình duyệt và tên gọi.")
