import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import users.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("school", "Trường học"),
                            ("outlet", "Cơ quan báo chí"),
                            ("authority", "Cơ quan quản lý"),
                            ("union", "Cơ sở đoàn, hội"),
                            ("police", "Công an cấp xã"),
                            ("office", "Cơ quan thường trực"),
                            ("city_police", "Phòng của Công an thành phố"),
                            ("federation", "Đoàn thể cấp thành phố"),
                            ("press", "Cơ quan báo chí khác"),
                        ],
                        max_length=20,
                        verbose_name="loại",
                    ),
                ),
                ("active_from", models.DateField(blank=True, null=True, verbose_name="hoạt động từ ngày")),
                ("active_until", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="Một phòng thuộc Công an thành phố chọn Cơ quan thường trực; sở, ngành để trống.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="users.organisation",
                        verbose_name="cơ quan cấp trên",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị",
                "verbose_name_plural": "đơn vị",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Địa chỉ này đã có tài khoản."},
                        max_length=254,
                        unique=True,
                        verbose_name="thư điện tử",
                    ),
                ),
                ("full_name", models.CharField(max_length=150, verbose_name="họ và tên")),
                (
                    "given_name",
                    models.CharField(
                        blank=True,
                        help_text="Dùng để sắp xếp danh sách: “Hạnh” trong “Trần Thị Hạnh”.",
                        max_length=50,
                        verbose_name="tên gọi",
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="quản trị hệ thống")),
                ("is_active", models.BooleanField(default=True, verbose_name="được đăng nhập")),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ngày tạo")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="users.organisation",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài khoản",
                "verbose_name_plural": "tài khoản",
                "ordering": ["given_name", "full_name"],
            },
            managers=[
                ("objects", users.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="RoleGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20, verbose_name="vai trò")),
                ("scope", models.CharField(blank=True, max_length=50, verbose_name="mã cơ quan")),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role",
                        to="auth.group",
                        verbose_name="nhóm",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhóm theo vai trò",
                "verbose_name_plural": "nhóm theo vai trò",
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_from", None),
                    ("active_until", None),
                    ("active_until__gte", models.F("active_from")),
                    _connector="OR",
                ),
                name="organisation_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "office")),
                fields=("kind",),
                name="one_standing_office",
                violation_error_message="Đã có một Cơ quan thường trực; mỗi chiến dịch chỉ có một.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegroup",
            constraint=models.UniqueConstraint(fields=("role", "scope"), name="one_group_per_role_and_outlet"),
        ),
    ]
