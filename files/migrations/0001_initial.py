import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "zone",
                    models.CharField(choices=[("quarantine", "cách ly"), ("released", "phát hành")], max_length=12),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "đang chờ kiểm tra"),
                            ("scanning", "đang quét"),
                            ("clean", "đã quét, sạch"),
                            ("not_scanned", "chưa quét được"),
                            ("infected", "có mã độc"),
                            ("refused", "bị từ chối"),
                            ("purged", "đã xóa hẳn"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("refusal", models.CharField(blank=True, max_length=300, verbose_name="lý do từ chối")),
                ("display_name", models.CharField(max_length=150, verbose_name="tên tệp")),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("extension", models.CharField(blank=True, max_length=10)),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="dung lượng, byte")),
                ("sha256", models.CharField(blank=True, db_index=True, max_length=64)),
                (
                    "original_sha256",
                    models.CharField(blank=True, help_text="SHA-256 of the bytes as they arrived", max_length=64),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="rộng, px")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="cao, px")),
                ("pages", models.PositiveIntegerField(blank=True, null=True, verbose_name="số trang")),
                ("duration_ms", models.PositiveIntegerField(blank=True, null=True, verbose_name="thời lượng, ms")),
                ("trim_width_mm", models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True)),
                ("trim_height_mm", models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True)),
                ("bleed_mm", models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True)),
                ("colour_space", models.CharField(blank=True, max_length=20)),
                ("output_condition", models.CharField(blank=True, max_length=60, verbose_name="điều kiện in")),
                ("has_audio", models.BooleanField(blank=True, null=True)),
                ("dpi", models.PositiveIntegerField(blank=True, null=True, verbose_name="độ phân giải ảnh, dpi")),
                ("fonts_embedded", models.BooleanField(blank=True, null=True, verbose_name="phông đã nhúng")),
                ("video_codec", models.CharField(blank=True, max_length=20)),
                (
                    "frame_rate",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="hình mỗi giây"
                    ),
                ),
                (
                    "loudness_lufs",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="độ to, LUFS"
                    ),
                ),
                (
                    "caption_tracks",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số phụ đề kèm theo"),
                ),
                ("lookalike_hash", models.CharField(blank=True, max_length=32)),
                ("scan_note", models.CharField(blank=True, max_length=200)),
                (
                    "decision",
                    models.CharField(blank=True, max_length=300, verbose_name="quyết định dùng tệp chưa quét"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "shows_minor",
                    models.BooleanField(blank=True, null=True, verbose_name="có người dưới 18 tuổi nhận ra được"),
                ),
                ("redaction_areas", models.TextField(blank=True, editable=False)),
                ("preview_key", models.CharField(blank=True, max_length=200)),
                ("preview_width", models.PositiveIntegerField(blank=True, null=True)),
                ("preview_height", models.PositiveIntegerField(blank=True, null=True)),
                ("preview_error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "redacted_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redacted",
                        to="files.storedfile",
                        verbose_name="bản che mặt của",
                    ),
                ),
                (
                    "uploaded_by",
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
                "verbose_name": "tệp",
                "verbose_name_plural": "tệp",
                "permissions": [("view_unredacted", "Được xem ảnh gốc chưa che mặt")],
            },
        ),
        migrations.CreateModel(
            name="UploadSession",
            fields=[
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("upload_target", models.CharField(max_length=20)),
                ("object_id", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=150, verbose_name="tên tệp")),
                ("size", models.PositiveBigIntegerField(verbose_name="dung lượng, byte")),
                (
                    "fingerprint",
                    models.CharField(blank=True, help_text="SHA-256 of the first and last MiB", max_length=64),
                ),
                ("part_bytes", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=200, unique=True)),
                ("upload_id", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "đang tải lên"),
                            ("received", "đang chờ kiểm tra"),
                            ("checking", "đang kiểm tra"),
                            ("accepted", "đã nhận"),
                            ("duplicate", "đã có trong kho"),
                            ("refused", "bị từ chối"),
                            ("aborted", "đã bỏ"),
                            ("expired", "quá hạn, đã bỏ"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "refused",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="messages.UploadRejected.details, or {}",
                        verbose_name="lý do từ chối",
                    ),
                ),
                (
                    "answers",
                    models.JSONField(blank=True, default=dict, help_text="what the sender said of it meanwhile"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người gửi",
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="upload",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt tải lên",
                "verbose_name_plural": "lượt tải lên",
                "ordering": ["created_at"],
            },
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("state", "clean"), _negated=True), fields=["state"], name="file_not_clean"
            ),
        ),
        migrations.AddIndex(
            model_name="uploadsession",
            index=models.Index(fields=["owner", "upload_target", "state"], name="files_uploa_owner_i_5fb57e_idx"),
        ),
    ]
