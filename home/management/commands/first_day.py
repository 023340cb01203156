"""manage.py first_day: from an empty, migrated database to the campaign's front page and its first administrator."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from home import first_day
from users.models import User
from users.signin.reset import password_link

#: Field of an account or outlet → the option that fills it.
OPTIONS = {"email": "--email", "full_name": "--name", "name": "--outlet", "short_name": "--outlet-short"}
NEXT = """Việc tiếp theo, trong trang quản trị:
  1. Gọi thử 113 và 111, rồi ghi ngày kiểm ở “Đường dây trợ giúp”.
  2. Điền giấy phép, người đứng đầu, địa chỉ ở “Cơ quan xuất bản”; chân trang hiện các mục này.
  3. Tạo mùa chiến dịch, chuyên mục, rồi tài khoản của tòa soạn theo nhóm."""


class Command(BaseCommand):
    """Safe to repeat: what is there stays. Raises CommandError, and writes nothing, where it cannot do its work."""

    help = "Ngày đầu tiên: từ cơ sở dữ liệu trống tạo trang chủ, vai trò, quy trình duyệt và quản trị viên đầu tiên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default="", help="Thư điện tử của quản trị viên đầu tiên.")
        parser.add_argument("--name", default="", help="Họ và tên của quản trị viên đầu tiên.")
        parser.add_argument("--outlet", default=first_day.OUTLET_NAME, help="Tên cơ quan ở đầu và chân trang.")
        parser.add_argument("--outlet-short", default=first_day.OUTLET_SHORT_NAME, help="Tên gọn của cơ quan đó.")
        parser.add_argument(
            "--new-link",
            action="store_true",
            help="In liên kết mới khi liên kết cũ bị mất hoặc hết hạn; chỉ khi quản trị viên chưa đặt mật khẩu.",
        )

    def handle(self, *, email: str, name: str, outlet: str, outlet_short: str, new_link: bool, **options: Any) -> None:
        """Make what is missing in one transaction and report it. Raises CommandError."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("Bảng dữ liệu chưa đủ. Bạn chạy “migrate” trước, rồi chạy lại lệnh này.")
        try:
            with transaction.atomic():
                first_day.take_turn()
                created: list[str] = []
                administrator: User | None
                if new_link:
                    administrator = first_day.administrator_without_password()
                else:
                    administrator = first_day.make_administrator(email, name)
                    created = self.make(outlet, outlet_short)
                link = password_link(administrator) if administrator else ""
        except first_day.CannotBegin as problem:
            raise CommandError(f"{problem} Chưa có gì được ghi.") from problem
        except ValidationError as problem:
            words = [f"{OPTIONS.get(name, name)}: {' '.join(texts)}" for name, texts in problem.message_dict.items()]
            raise CommandError(f"{' '.join(words)} Chưa có gì được ghi.") from problem
        self.report(created, administrator, link)

    def make(self, outlet: str, outlet_short: str) -> list[str]:
        """Everything but the administrator, in the order of dependencies; what was made, in words."""
        return [
            *first_day.make_languages(),
            *first_day.make_pages(),
            *first_day.make_newsroom(outlet, outlet_short),
            *first_day.make_help_lines(),
        ]

    def report(self, created: list[str], administrator: User | None, link: str) -> None:
        """Say what was made; the link stands alone in its line, so that it can be copied."""
        self.stdout.write(f"Đã tạo {'; '.join(created)}." if created else "Trang đã có đủ, không có gì thay đổi.")
        if not administrator:
            self.stdout.write("Đã có quản trị viên; tài khoản khác thì quản trị viên ấy tạo trong trang quản trị.")
            self.stdout.write("Chưa ai đặt mật khẩu mà liên kết bị mất: chạy lại lệnh với --new-link.")
            return
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        self.stdout.write(
            f"Quản trị viên đầu tiên: {administrator.email}. Mở liên kết dưới đây để đặt mật khẩu. Liên kết dùng được "
            f"một lần, trong {days} ngày, và chỉ hiện ở đây một lần:"
        )
        self.stdout.write(link)
        self.stdout.write(NEXT)
