import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống thì lấy từ tên. Đã lưu thì giữ nguyên: quyền, bộ lọc và địa chỉ đã in dựa vào mã này.",
                        unique=True,
                        verbose_name="mã",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên tiếng Việt")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="tên tiếng Anh")),
                ("name_km", models.CharField(blank=True, max_length=80, verbose_name="tên tiếng Khmer")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
            ],
            options={
                "verbose_name": "đối tượng",
                "verbose_name_plural": "đối tượng",
                "ordering": ["order", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outlet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống thì lấy từ tên. Đã lưu thì giữ nguyên: quyền, bộ lọc và địa chỉ đã in dựa vào mã này.",
                        unique=True,
                        verbose_name="mã",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="tên cơ quan")),
                ("short_name", models.CharField(max_length=60, verbose_name="tên gọn")),
                ("name_en", models.CharField(blank=True, max_length=160, verbose_name="tên tiếng Anh")),
                ("name_km", models.CharField(blank=True, max_length=160, verbose_name="tên tiếng Khmer")),
                ("governing_body", models.CharField(blank=True, max_length=160, verbose_name="cơ quan chủ quản")),
                (
                    "footer_profile",
                    models.CharField(
                        choices=[("press", "Cơ quan báo chí"), ("portal", "Cổng thông tin nhà nước")],
                        default="press",
                        max_length=10,
                        verbose_name="kiểu chân trang",
                    ),
                ),
                ("licence_number", models.CharField(blank=True, max_length=80, verbose_name="số giấy phép")),
                ("licence_date", models.DateField(blank=True, null=True, verbose_name="ngày cấp")),
                ("licence_body", models.CharField(blank=True, max_length=160, verbose_name="cơ quan cấp")),
                ("head", models.CharField(blank=True, max_length=120, verbose_name="người đứng đầu")),
                ("head_title", models.CharField(default="Tổng Biên tập", max_length=60, verbose_name="chức danh")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="địa chỉ")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="điện thoại")),
                ("fax", models.CharField(blank=True, max_length=40, verbose_name="fax")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                (
                    "masthead",
                    models.CharField(
                        blank=True,
                        help_text="Để trống thì lấy tên cơ quan.",
                        max_length=120,
                        verbose_name="tên trên măng sét",
                    ),
                ),
                ("issn", models.CharField(blank=True, max_length=20, verbose_name="ISSN")),
                (
                    "one_person_release",
                    models.CharField(
                        blank=True,
                        help_text="Để trống: người tải lên hoặc sửa tài liệu không tự duyệt, tự phát hành. Chỉ ghi lý do khi cơ quan không đủ hai người; mỗi lần một người tự phát hành đều vào nhật ký cùng lý do này.",
                        max_length=300,
                        verbose_name="vì sao một người được tự phát hành tài liệu",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="trang của cơ quan")),
                ("facebook_url", models.URLField(blank=True, verbose_name="Facebook")),
                ("zalo_url", models.URLField(blank=True, verbose_name="Zalo OA")),
                ("tiktok_url", models.URLField(blank=True, verbose_name="TikTok")),
                ("youtube_url", models.URLField(blank=True, verbose_name="YouTube")),
            ],
            options={
                "verbose_name": "cơ quan xuất bản",
                "verbose_name_plural": "cơ quan xuất bản",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống thì lấy từ tên. Đã lưu thì giữ nguyên: quyền, bộ lọc và địa chỉ đã in dựa vào mã này.",
                        unique=True,
                        verbose_name="mã",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên tiếng Việt")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="tên tiếng Anh")),
                ("name_km", models.CharField(blank=True, max_length=80, verbose_name="tên tiếng Khmer")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Bài của chủ đề này phải có cảnh báo và hộp trợ giúp.",
                        verbose_name="chủ đề nhạy cảm",
                    ),
                ),
            ],
            options={
                "verbose_name": "chủ đề",
                "verbose_name_plural": "chủ đề",
                "ordering": ["order", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Season",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống thì lấy từ tên. Đã lưu thì giữ nguyên: quyền, bộ lọc và địa chỉ đã in dựa vào mã này.",
                        unique=True,
                        verbose_name="mã",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên mùa")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="tên tiếng Anh")),
                ("name_km", models.CharField(blank=True, max_length=120, verbose_name="tên tiếng Khmer")),
                ("plan_number", models.CharField(blank=True, max_length=60, verbose_name="số kế hoạch")),
                ("plan_date", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("starts_on", models.DateField(verbose_name="từ ngày")),
                ("ends_on", models.DateField(verbose_name="đến ngày")),
                ("is_current", models.BooleanField(default=False, verbose_name="mùa đang chạy")),
            ],
            options={
                "verbose_name": "mùa chiến dịch",
                "verbose_name_plural": "mùa chiến dịch",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("is_current",),
                        name="one_current_season",
                        violation_error_message="Đã có một mùa đang chạy. Bạn bỏ chọn ở mùa kia trước.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan_line",
                    models.CharField(
                        blank=True,
                        help_text="Để trống thì ghi số và ngày kế hoạch của mùa đang chạy.",
                        max_length=200,
                        verbose_name="dòng kế hoạch",
                    ),
                ),
                (
                    "plan_line_en",
                    models.CharField(blank=True, max_length=200, verbose_name="dòng kế hoạch bằng tiếng Anh"),
                ),
                (
                    "plan_line_km",
                    models.CharField(blank=True, max_length=200, verbose_name="dòng kế hoạch bằng tiếng Khmer"),
                ),
                (
                    "hashtags",
                    models.CharField(
                        default="#khongmotminh #antoantructuyen #niemtinso", max_length=120, verbose_name="hashtag"
                    ),
                ),
                (
                    "exit_url",
                    models.URLField(
                        default="https://www.google.com/search?q=thoi+tiet+can+tho",
                        help_text="Một trang trung tính, ví dụ dự báo thời tiết.",
                        verbose_name="“Thoát nhanh” dẫn tới",
                    ),
                ),
                (
                    "zalo_oa_id",
                    models.CharField(
                        blank=True,
                        help_text="Không cần mã để chia sẻ liên kết. Có mã thì trang chia sẻ có nút của Zalo, chỉ tải ở trang đó.",
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]+$", "Mã OA chỉ gồm chữ số, ví dụ 579745863508352884."
                            )
                        ],
                        verbose_name="mã Zalo OA",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaign.outlet",
                        verbose_name="cơ quan ở đầu và chân trang",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "nhận diện trang",
                "verbose_name_plural": "nhận diện trang",
            },
        ),
        migrations.CreateModel(
            name="HelpLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "label",
                    models.CharField(
                        help_text="Ví dụ: Nguy hiểm ngay trước mắt", max_length=120, verbose_name="dùng khi nào"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="Chỉ chữ số, ví dụ 111. Để trống nếu chưa chắc.",
                        max_length=20,
                        verbose_name="số gọi",
                    ),
                ),
                ("sms_number", models.CharField(blank=True, max_length=20, verbose_name="số nhắn tin")),
                ("url", models.URLField(blank=True, verbose_name="trang web")),
                ("hours", models.CharField(blank=True, max_length=80, verbose_name="giờ trực")),
                ("cost", models.CharField(blank=True, max_length=80, verbose_name="cước")),
                ("say", models.CharField(blank=True, max_length=200, verbose_name="nói gì khi gọi")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "verified_on",
                    models.DateField(
                        blank=True,
                        help_text="Chưa có ngày kiểm thì không hiện cho bạn đọc.",
                        null=True,
                        verbose_name="đã kiểm ngày",
                    ),
                ),
                ("verified_by", models.CharField(blank=True, max_length=120, verbose_name="người kiểm")),
                ("source", models.CharField(blank=True, max_length=250, verbose_name="nguồn")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "đường dây trợ giúp",
                "verbose_name_plural": "đường dây trợ giúp",
                "ordering": ["order", "pk"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
    ]
