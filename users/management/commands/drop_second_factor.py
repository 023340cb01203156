"""manage.py drop_second_factor <e-mail>: let the last administrator in who has lost the second factor."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from users.models import User
from users.signin.second_factor import drop_second_factor


class Command(BaseCommand):
    """For whoever runs the server; another administrator does the same on the account's page."""

    help = "Xóa lớp xác thực thứ hai của một tài khoản đã mất điện thoại và mã dự phòng."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose second factor."""
        parser.add_argument("email", help="Thư điện tử của tài khoản.")

    def handle(self, *, email: str, **options: Any) -> None:
        """Remove it and say so. Raises CommandError for an address without an account."""
        user = User.objects.of_address(email)
        if user is None:
            raise CommandError(f"Không có tài khoản {email}.")
        if drop_second_factor(user):
            self.stdout.write(f"Đã xóa lớp xác thực thứ hai của {user.email}; lần đăng nhập sau tài khoản này bật lại.")
        else:
            self.stdout.write(f"{user.email} chưa bật lớp xác thực thứ hai, không có gì để xóa.")
