import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("purpose", models.CharField(max_length=60, verbose_name="loại thư")),
                (
                    "permission",
                    models.CharField(
                        blank=True, help_text="right whose holders see the letter in the list", max_length=100
                    ),
                ),
                ("recipient", models.CharField(max_length=254, verbose_name="người nhận")),
                ("subject", models.CharField(blank=True, max_length=160, verbose_name="tiêu đề")),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                (
                    "is_secret",
                    models.BooleanField(
                        default=False, help_text="texts are encrypted, and deleted once the letter is sent"
                    ),
                ),
                ("once_key", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "đang chờ"),
                            ("sending", "đang gửi"),
                            ("sent", "đã gửi"),
                            ("failed", "không gửi được"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                (
                    "interrupted",
                    models.BooleanField(default=False, help_text="a worker was killed while it sent the letter"),
                ),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("useful_until", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(verbose_name="viết lúc")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi lúc")),
                ("emptied_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "thư",
                "verbose_name_plural": "thư",
                "ordering": ["-created_at", "-pk"],
                "permissions": [("read_letters", "Được xem mọi thư đã gửi và gửi lại thư hỏng")],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["state", "next_try_at"],
                        name="letter_open",
                    ),
                    models.Index(fields=["-created_at", "-id"], name="letter_newest"),
                ],
            },
        ),
    ]
