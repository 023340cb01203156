import uuid

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("campaign", "0001_initial"),
        ("media_library", "0001_initial"),
        ("users", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="việc, một câu")),
                (
                    "paragraph",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: III.2.c. Để trống nếu ngoài kế hoạch.",
                        max_length=20,
                        verbose_name="mục của kế hoạch",
                    ),
                ),
                ("detail", models.TextField(blank=True, max_length=1000, verbose_name="yêu cầu, minh chứng cần có")),
                ("due_on", models.DateField(db_index=True, verbose_name="hạn")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("given", "Chưa nhận"),
                            ("received", "Đã nhận"),
                            ("working", "Đang làm"),
                            ("reported", "Báo xong, chờ xem"),
                            ("returned", "Trả lại"),
                            ("confirmed", "Đã xác nhận"),
                        ],
                        default="given",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("evidence", models.TextField(blank=True, max_length=1000, verbose_name="kết quả")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="địa chỉ minh chứng")),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "co_owners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="shared_tasks",
                        to="users.organisation",
                        verbose_name="cơ quan phối hợp",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="users.organisation",
                        verbose_name="cơ quan chủ trì",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="campaign.season",
                        verbose_name="mùa",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc được giao",
                "verbose_name_plural": "việc được giao",
                "ordering": ["due_on", "pk"],
                "permissions": [
                    ("assign_task", "Giao việc cho cơ quan, xác nhận và trả lại"),
                    ("report_task", "Nhận và báo xong việc của cơ quan mình"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "Chưa nhận"),
                            ("received", "Đã nhận"),
                            ("working", "Đang làm"),
                            ("reported", "Báo xong, chờ xem"),
                            ("returned", "Trả lại"),
                            ("confirmed", "Đã xác nhận"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("given", "Chưa nhận"),
                            ("received", "Đã nhận"),
                            ("working", "Đang làm"),
                            ("reported", "Báo xong, chờ xem"),
                            ("returned", "Trả lại"),
                            ("confirmed", "Đã xác nhận"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=500, verbose_name="lời nhắn")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="reporting.task"
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của việc",
                "verbose_name_plural": "bước của việc",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("fanpage", "Fanpage"),
                            ("zalo", "Zalo OA"),
                            ("tiktok", "TikTok"),
                            ("youtube", "YouTube"),
                            ("website", "Trang web"),
                            ("print", "Báo in"),
                            ("radio", "Phát thanh, loa"),
                            ("tv", "Truyền hình"),
                        ],
                        max_length=10,
                        verbose_name="kênh",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="nội dung, một câu")),
                ("planned_for", models.DateField(verbose_name="định đăng ngày")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="đã đăng ngày")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="địa chỉ bài đăng")),
                ("reach", models.PositiveIntegerField(blank=True, null=True, verbose_name="lượt tiếp cận")),
                ("reach_on", models.DateField(blank=True, editable=False, null=True, verbose_name="ghi lượt ngày")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="media_library.asset",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="users.organisation",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="campaign.season",
                        verbose_name="mùa",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="articles.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài đăng",
                "verbose_name_plural": "bài đăng",
                "ordering": ["planned_for", "pk"],
                "indexes": [models.Index(fields=["season", "posted_on"], name="post_season_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("url", ""), _negated=True),
                        fields=("body", "url"),
                        name="post_address_once_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reach", None), ("posted_on__isnull", False), _connector="OR"),
                        name="post_reach_only_when_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("collecting", "đang lấy số liệu"),
                            ("failed", "chưa lấy được số liệu"),
                            ("draft", "nháp"),
                            ("frozen", "đã chốt"),
                        ],
                        default="collecting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến hết ngày")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("school", "Trường học"),
                                ("youth", "Cơ sở đoàn"),
                                ("women", "Cơ sở hội phụ nữ"),
                                ("police", "Công an cấp xã"),
                            ],
                            max_length=8,
                        ),
                        verbose_name="loại đơn vị",
                    ),
                ),
                ("issuer", models.CharField(max_length=160, verbose_name="cơ quan báo cáo")),
                ("parent", models.CharField(blank=True, max_length=160, verbose_name="cơ quan cấp trên")),
                ("recipient", models.CharField(max_length=200, verbose_name="kính gửi")),
                ("signer_title", models.CharField(blank=True, max_length=120, verbose_name="chức vụ người ký")),
                ("signer", models.CharField(blank=True, max_length=120, verbose_name="người ký")),
                (
                    "data",
                    models.JSONField(
                        default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "edits",
                    models.JSONField(
                        default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="grows with every save of a draft; forms carry it"
                    ),
                ),
                ("collected_at", models.DateTimeField(editable=False, null=True, verbose_name="lấy số lúc")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("number", models.PositiveIntegerField(editable=False, null=True, verbose_name="số")),
                ("frozen_at", models.DateTimeField(editable=False, null=True, verbose_name="chốt lúc")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="reporting.report",
                        verbose_name="thay cho báo cáo",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="campaign.season",
                        verbose_name="mùa",
                    ),
                ),
            ],
            options={
                "verbose_name": "báo cáo",
                "verbose_name_plural": "báo cáo",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="report_starts_before_it_ends"
                    ),
                    models.UniqueConstraint(fields=("number",), name="report_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "frozen"), _negated=True),
                            models.Q(
                                ("frozen_at__isnull", False),
                                ("number__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="frozen_report_has_number_and_hash",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["owner", "state", "due_on"], name="task_owner_state_due"),
        ),
    ]
