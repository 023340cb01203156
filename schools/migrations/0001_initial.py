import uuid

import django.contrib.postgres.fields
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import schools.models.review


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaign", "0001_initial"),
        ("files", "0001_initial"),
        ("media_library", "0001_initial"),
        ("users", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RollupMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True)),
                ("position", models.BigIntegerField(default=0)),
            ],
            options={
                "verbose_name": "mốc cộng dồn",
                "verbose_name_plural": "mốc cộng dồn",
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.SlugField(
                        help_text="Ví dụ C04. Xuất hiện trong địa chỉ và bản xuất.", max_length=8, verbose_name="mã"
                    ),
                ),
                ("label", models.CharField(max_length=160, verbose_name="việc")),
                ("plan_ref", models.CharField(blank=True, max_length=60, verbose_name="mục trong kế hoạch")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="gợi ý làm")),
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
                        blank=True,
                        default=list,
                        verbose_name="loại đơn vị",
                    ),
                ),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("thcs", "THCS"),
                                ("thpt", "THPT"),
                                ("cao-dang", "Cao đẳng"),
                                ("dai-hoc", "Đại học"),
                                ("lien-cap", "Liên cấp"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        help_text="Để trống: mọi cấp.",
                        verbose_name="cấp học",
                    ),
                ),
                ("wants_link", models.BooleanField(default=False, verbose_name="cần liên kết")),
                ("wants_photo", models.BooleanField(default=False, verbose_name="cần ảnh")),
                ("either", models.BooleanField(default=False, verbose_name="liên kết hoặc ảnh, một trong hai")),
                ("wants_date", models.BooleanField(default=False, verbose_name="cần ngày")),
                (
                    "number_label",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ “Số bài dự thi”. Để trống: không hỏi số.",
                        max_length=60,
                        verbose_name="số cần điền",
                    ),
                ),
                (
                    "asset_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("poster", "Poster, tờ dán"),
                                ("banner", "Băng rôn, banner"),
                                ("standee", "Standee"),
                                ("sticker", "Sticker"),
                                ("decal", "Decal"),
                                ("bookmark", "Đánh dấu trang"),
                                ("infographic", "Infographic"),
                                ("video", "Clip, TVC"),
                                ("audio", "Phát thanh"),
                                ("wallpaper", "Hình nền"),
                                ("slide", "Slide"),
                                ("avatar-frame", "Khung ảnh đại diện"),
                                ("cover", "Ảnh bìa"),
                                ("brand-kit", "Bộ nhận diện"),
                                ("teaching-prop", "Giáo cụ, thẻ"),
                                ("post-text", "Mẫu bài đăng"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="Quét mã QR trên tài liệu loại này thì mở đúng việc này.",
                        verbose_name="loại tài liệu đi kèm",
                    ),
                ),
                (
                    "activity",
                    models.CharField(
                        blank=True,
                        help_text="Đơn vị mở được ngay từ việc này, ví dụ trò nhập vai, bức tường, cuộc thi.",
                        max_length=60,
                        verbose_name="hoạt động trên trang",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang dùng")),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="campaign.season",
                        verbose_name="mùa",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc của kế hoạch",
                "verbose_name_plural": "việc của kế hoạch",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("todo", "Chưa làm"),
                            ("declared", "Đã khai"),
                            ("confirmed", "Được xác nhận"),
                            ("returned", "Cần bổ sung"),
                        ],
                        default="todo",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="liên kết")),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="số")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="ngày làm")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("faces_ok", models.BooleanField(default=False)),
                (
                    "draft",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("version", models.PositiveIntegerField(default=0, help_text="grows with every save; forms carry it")),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="khai lúc")),
                (
                    "declared_on",
                    models.DateField(blank=True, help_text="day of the first declaration, local", null=True),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_on", models.DateField(blank=True, help_text="day of the confirmation, local", null=True)),
                ("decision_note", models.CharField(blank=True, max_length=500, verbose_name="lời nhắn")),
                (
                    "recheck",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Không"),
                            ("due", "Chờ kiểm lại"),
                            ("passed", "Kiểm lại đạt"),
                            ("failed", "Kiểm lại chưa đạt"),
                        ],
                        default="",
                        max_length=6,
                        verbose_name="kiểm lại",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="schools.checklistitem"
                    ),
                ),
                (
                    "rechecked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lời khai",
                "verbose_name_plural": "lời khai",
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "Trường học"),
                            ("youth", "Cơ sở đoàn"),
                            ("women", "Cơ sở hội phụ nữ"),
                            ("police", "Công an cấp xã"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("thcs", "THCS"),
                            ("thpt", "THPT"),
                            ("cao-dang", "Cao đẳng"),
                            ("dai-hoc", "Đại học"),
                            ("lien-cap", "Liên cấp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "dimension",
                    models.CharField(choices=[("item", "việc"), ("ward", "xã, phường"), ("day", "ngày")], max_length=4),
                ),
                ("key", models.CharField(max_length=80)),
                ("label", models.CharField(blank=True, max_length=160)),
                ("units", models.PositiveIntegerField(default=0, help_text="units it applies to: the denominator")),
                ("pairs", models.PositiveIntegerField(default=0, help_text="unit × item")),
                ("started", models.PositiveIntegerField(default=0, help_text="units that declared something")),
                ("complete", models.PositiveIntegerField(default=0, help_text="units with everything confirmed")),
                ("declared", models.PositiveIntegerField(default=0)),
                ("confirmed", models.PositiveIntegerField(default=0)),
                ("returned", models.PositiveIntegerField(default=0)),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaign.season"
                    ),
                ),
            ],
            options={
                "verbose_name": "độ phủ",
                "verbose_name_plural": "độ phủ",
            },
        ),
        migrations.CreateModel(
            name="DownloadSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facet", models.CharField(choices=[("language", "ngôn ngữ"), ("kind", "loại")], max_length=8)),
                ("key", models.CharField(max_length=20)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="users.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "đã tải",
                "verbose_name_plural": "đã tải",
            },
        ),
        migrations.CreateModel(
            name="EvidencePhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "client_key",
                    models.UUIDField(
                        blank=True, help_text="made by the phone: the same photo sent twice is one", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "removed_at",
                    models.DateTimeField(
                        blank=True, help_text="the object goes a day later (tidy_evidence)", null=True
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, help_text="the object went at the end of its retention", null=True
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="schools.claim"
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_photo",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh minh chứng",
                "verbose_name_plural": "ảnh minh chứng",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file_name", models.CharField(max_length=150)),
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
                        default=list,
                        help_text="that its maker reviewed",
                    ),
                ),
                ("source", models.JSONField(default=list, help_text="[{line, merged, cells}] as in the file")),
                (
                    "wards",
                    models.JSONField(default=dict, help_text="{spelling in the file: ward that a person has chosen}"),
                ),
                ("rows", models.JSONField(default=list, help_text="[{line, code, action, reason, values, changes}]")),
                ("effects", models.JSONField(default=list, help_text="[{unit, before, after}] of an applied run")),
                (
                    "left",
                    models.JSONField(default=list, help_text="[{code, name, reason}] that undoing has left as it was"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhập danh sách",
                "verbose_name_plural": "lần nhập danh sách",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="PrintRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "label",
                    models.CharField(
                        help_text="Ví dụ: A3, giấy couché 150 g, tiếng Khmer.",
                        max_length=120,
                        verbose_name="khổ, giấy, ngôn ngữ",
                    ),
                ),
                (
                    "stock",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(10000000)],
                        verbose_name="số bản còn trong kho",
                    ),
                ),
                (
                    "limit",
                    models.PositiveIntegerField(
                        default=20,
                        help_text="Trong một mùa, một đơn vị được xin tối đa chừng này bản, tính cả các đơn trước.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="nhiều nhất cho một đơn vị",
                    ),
                ),
                (
                    "pick_up",
                    models.CharField(
                        help_text="Đơn vị đọc câu này khi xin, ví dụ: Nhận tại phòng Văn thư của Sở, giờ hành chính.",
                        max_length=300,
                        verbose_name="nơi nhận, cách giao",
                    ),
                ),
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
                        default=list,
                        verbose_name="dành cho loại đơn vị",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="đang nhận đăng ký")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="print_runs",
                        to="media_library.assetversion",
                        verbose_name="tài liệu",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản in sẵn",
                "verbose_name_plural": "bản in sẵn",
                "ordering": ["-is_open", "-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt xác nhận",
                "verbose_name_plural": "lượt xác nhận",
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(max_length=10)),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("todo", "Chưa làm"),
                            ("declared", "Đã khai"),
                            ("confirmed", "Được xác nhận"),
                            ("returned", "Cần bổ sung"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="schools.claim"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="schools.reviewbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SeasonClose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "data",
                    models.JSONField(help_text="{season: {name, plan, from}, items, units: [{name, code, …, states}]}"),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("closed_at", models.DateTimeField(auto_now_add=True)),
                ("signer_title", models.CharField(blank=True, max_length=120, verbose_name="chức danh người ký")),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="họ tên người ký")),
                ("seal", models.BinaryField(blank=True, default=bytes, verbose_name="con dấu")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "season",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="close", to="campaign.season"
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu đã chốt",
                "verbose_name_plural": "số liệu đã chốt",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "Trường học"),
                            ("youth", "Cơ sở đoàn"),
                            ("women", "Cơ sở hội phụ nữ"),
                            ("police", "Công an cấp xã"),
                        ],
                        default="school",
                        max_length=8,
                        verbose_name="loại đơn vị",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        error_messages={"unique": "Mã đơn vị này đã dùng rồi. Bạn kiểm tra lại mã."},
                        max_length=20,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9._/-]{1,19}$",
                                "Mã gồm chữ in hoa không dấu, chữ số, dấu chấm, gạch nối, gạch chéo; 2–20 ký tự.",
                            )
                        ],
                        verbose_name="mã đơn vị",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("thcs", "THCS"),
                            ("thpt", "THPT"),
                            ("cao-dang", "Cao đẳng"),
                            ("dai-hoc", "Đại học"),
                            ("lien-cap", "Liên cấp"),
                        ],
                        max_length=10,
                        verbose_name="cấp học",
                    ),
                ),
                ("ward", models.CharField(max_length=80, verbose_name="xã, phường")),
                ("ward_key", models.SlugField(editable=False, max_length=80)),
                ("students", models.PositiveIntegerField(default=0, verbose_name="số học sinh, sinh viên, đoàn viên")),
                ("staff", models.PositiveIntegerField(default=0, verbose_name="số cán bộ, giáo viên")),
                ("contact_name", models.CharField(blank=True, max_length=150, verbose_name="người liên hệ")),
                ("contact_phone", models.CharField(blank=True, max_length=100, verbose_name="điện thoại")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("has_led", models.BooleanField(default=False, verbose_name="có màn hình LED")),
                ("is_pioneer", models.BooleanField(default=False, verbose_name="điểm trường tiên phong")),
                ("is_demo", models.BooleanField(default=False, verbose_name="đơn vị minh họa")),
                (
                    "former_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        editable=False,
                        verbose_name="tên cũ",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit",
                        to="users.organisation",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị trong kế hoạch",
                "verbose_name_plural": "đơn vị trong kế hoạch",
                "ordering": ["ward_key", "code"],
                "permissions": [
                    ("review_school", "Được xem và xác nhận minh chứng của trường"),
                    ("review_youth", "Được xem và xác nhận minh chứng của cơ sở đoàn"),
                    ("review_women", "Được xem và xác nhận minh chứng của cơ sở hội phụ nữ"),
                    ("review_police", "Được xem và xác nhận minh chứng của công an cấp xã"),
                    ("close_season", "Được chốt số liệu cuối mùa và cấp giấy xác nhận"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("applicable", models.PositiveSmallIntegerField(default=0)),
                (
                    "declared",
                    models.PositiveSmallIntegerField(default=0, help_text="waiting, confirmed and returned together"),
                ),
                ("confirmed", models.PositiveSmallIntegerField(default=0)),
                ("returned", models.PositiveSmallIntegerField(default=0)),
                ("last_at", models.DateTimeField(blank=True, null=True)),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaign.season"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="progress", to="schools.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "tiến độ của đơn vị",
                "verbose_name_plural": "tiến độ của đơn vị",
            },
        ),
        migrations.CreateModel(
            name="PrintOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "copies",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="số bản xin"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "chờ trả lời"),
                            ("agreed", "được nhận"),
                            ("handed-over", "đã giao"),
                            ("refused", "không cấp được"),
                            ("cancelled", "đơn vị thôi xin"),
                        ],
                        default="asked",
                        max_length=11,
                        verbose_name="trạng thái",
                    ),
                ),
                ("agreed_copies", models.PositiveIntegerField(default=0, verbose_name="số bản được nhận")),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="lời nhắn của cơ quan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="xin lúc")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="trả lời lúc")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="giao hoặc thôi lúc")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="orders",
                        to="schools.printrun",
                        verbose_name="bản in sẵn",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="print_orders",
                        to="schools.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn xin bản in",
                "verbose_name_plural": "đơn xin bản in",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1500, verbose_name="lời nhắn")),
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
                        blank=True,
                        default=list,
                    ),
                ),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("thcs", "THCS"),
                                ("thpt", "THPT"),
                                ("cao-dang", "Cao đẳng"),
                                ("dai-hoc", "Đại học"),
                                ("lien-cap", "Liên cấp"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                    ),
                ),
                ("signature", models.CharField(max_length=200, verbose_name="ký tên")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
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
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaign.season"
                    ),
                ),
                ("units", models.ManyToManyField(blank=True, related_name="messages", to="schools.unit")),
            ],
            options={
                "verbose_name": "lời nhắn",
                "verbose_name_plural": "lời nhắn",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_lead", models.BooleanField(default=False, verbose_name="cán bộ phụ trách")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="schools.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "người của đơn vị",
                "verbose_name_plural": "người của đơn vị",
                "ordering": ["-is_lead", "created_at"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="mời lúc")),
                ("expires_at", models.DateTimeField(verbose_name="hết hạn")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng lúc")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("is_lead", models.BooleanField(default=False, verbose_name="mời làm cán bộ phụ trách")),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người mời",
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="schools.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "lời mời của đơn vị",
                "verbose_name_plural": "lời mời của đơn vị",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="schools.unit"
            ),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=schools.models.review.proof_code, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("ward", models.CharField(max_length=80)),
                ("confirmed", models.PositiveSmallIntegerField()),
                ("applicable", models.PositiveSmallIntegerField()),
                ("is_pioneer", models.BooleanField(default=False)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField()),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="campaign.season"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certificates",
                        to="schools.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy xác nhận",
                "verbose_name_plural": "giấy xác nhận",
            },
        ),
        migrations.AddConstraint(
            model_name="checklistitem",
            constraint=models.UniqueConstraint(fields=("season", "code"), name="item_code_once_a_season"),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.UniqueConstraint(
                fields=("season", "dimension", "kind", "level", "key"), name="one_coverage_cell"
            ),
        ),
        migrations.AddConstraint(
            model_name="downloadsummary",
            constraint=models.UniqueConstraint(fields=("facet", "key", "organisation"), name="taken_once"),
        ),
        migrations.AddConstraint(
            model_name="evidencephoto",
            constraint=models.UniqueConstraint(fields=("claim", "client_key"), name="one_photo_per_client_key"),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["kind", "level"], name="schools_uni_kind_5bfce3_idx"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "school"), _negated=True), models.Q(("level", ""), _negated=True), _connector="OR"
                ),
                name="schools_have_a_level",
                violation_error_message="Trường cần có cấp học.",
            ),
        ),
        migrations.AddIndex(
            model_name="progress",
            index=models.Index(fields=["season", "confirmed", "declared"], name="schools_pro_season__542542_idx"),
        ),
        migrations.AddConstraint(
            model_name="progress",
            constraint=models.UniqueConstraint(fields=("season", "unit"), name="one_progress_per_unit"),
        ),
        migrations.AddIndex(
            model_name="printorder",
            index=models.Index(fields=["state", "created_at"], name="schools_pri_state_40a78b_idx"),
        ),
        migrations.AddConstraint(
            model_name="printorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "agreed"])),
                fields=("run", "unit"),
                name="one_open_order_per_run_and_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("user",), name="one_unit_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("is_lead", True)), fields=("unit",), name="one_lead_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["unit", "-created_at"], name="schools_inv_unit_id_6ec52b_idx"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["item", "state"], name="schools_cla_item_id_0155df_idx"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["state", "declared_at"], name="schools_cla_state_1a69b5_idx"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["declared_on"], name="schools_cla_declare_3fdf2d_idx"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["confirmed_on"], name="schools_cla_confirm_44e209_idx"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("unit", "item"), name="one_claim_per_item"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("season", "unit"), name="one_certificate_per_unit"),
        ),
    ]
