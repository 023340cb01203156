import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import base.languages.names


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TranslationAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(editable=False)),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices, max_length=5, verbose_name="ngôn ngữ"
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="ghi chú")),
                (
                    "awaits_native_reader",
                    models.BooleanField(
                        default=False,
                        help_text="Bỏ dấu này khi một người bản ngữ đã đọc hết và sửa xong.",
                        verbose_name="bản máy dịch, chờ người bản ngữ duyệt",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("translating", "đang dịch"),
                            ("waiting", "chờ duyệt"),
                            ("returned", "trả lại"),
                            ("published", "đã đăng"),
                        ],
                        default="translating",
                        editable=False,
                        max_length=12,
                        verbose_name="bước",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lúc gửi duyệt"),
                ),
                (
                    "return_reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="lý do trả lại"),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người dịch",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi duyệt",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc dịch",
                "verbose_name_plural": "việc dịch",
                "constraints": [
                    models.UniqueConstraint(fields=("translation_key", "language"), name="one_assignment_per_language")
                ],
            },
        ),
    ]
