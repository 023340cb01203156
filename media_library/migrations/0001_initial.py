import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import taggit.managers
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

import base.languages.names
import media_library.models.pages
import media_library.models.version


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("campaign", "0001_initial"),
        ("files", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("users", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KitIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("intro", models.CharField(blank=True, max_length=300, verbose_name="giới thiệu")),
            ],
            options={
                "verbose_name": "trang bộ tài liệu",
                "verbose_name_plural": "trang bộ tài liệu",
            },
            bases=(media_library.models.pages.LibraryRoutes, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="LibraryIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("intro", models.CharField(blank=True, max_length=300, verbose_name="giới thiệu")),
            ],
            options={
                "verbose_name": "trang kho tài liệu",
                "verbose_name_plural": "trang kho tài liệu",
            },
            bases=(media_library.models.pages.LibraryRoutes, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        help_text="In trên giấy và trong mã QR, không đổi được về sau. Ví dụ: P-A3-03",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$",
                                "Mã gồm chữ in hoa không dấu, chữ số và gạch nối, 3–40 ký tự.",
                            )
                        ],
                        verbose_name="mã",
                    ),
                ),
                ("slug", models.SlugField(blank=True, max_length=90, unique=True, verbose_name="địa chỉ")),
                (
                    "kind",
                    models.CharField(
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
                        verbose_name="loại",
                    ),
                ),
                (
                    "moments",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("chao-co", "Chào cờ"),
                                ("lop-hoc", "Lớp học"),
                                ("cong-truong", "Cổng trường"),
                                ("thu-vien", "Thư viện"),
                                ("phong-may", "Phòng máy"),
                                ("mang-xa-hoi", "Mạng xã hội"),
                                ("in-tai-truong", "In tại trường"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="dịp và nơi dùng",
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
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="Để trống khi hợp với mọi cấp học.",
                        verbose_name="cấp học",
                    ),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True,
                        help_text="Những chữ mà thầy cô hay gõ khi tìm tài liệu này, cách nhau bằng dấu phẩy.",
                        max_length=300,
                        verbose_name="từ khóa",
                    ),
                ),
                ("plan_ref", models.CharField(blank=True, max_length=60, verbose_name="mục trong kế hoạch")),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("campaign", "Dùng miễn phí trong chiến dịch"),
                            ("credit", "Dùng miễn phí, ghi nguồn"),
                            ("credit-unchanged", "Ghi nguồn, giữ nguyên, không sửa"),
                            ("school-only", "Chỉ dùng trong trường"),
                            ("partner", "Của người đồng hành, theo thỏa thuận"),
                            ("logo", "Dấu hiệu nhận diện, dùng theo quy định"),
                        ],
                        default="campaign",
                        max_length=20,
                        verbose_name="giấy phép",
                    ),
                ),
                (
                    "review_on",
                    models.DateField(
                        blank=True,
                        help_text="Để trống thì một năm sau lần phát hành gần nhất.",
                        null=True,
                        verbose_name="xem lại vào ngày",
                    ),
                ),
                (
                    "access",
                    models.CharField(
                        choices=[
                            ("open", "Mọi người"),
                            ("schools", "Trường đã đăng nhập"),
                            ("staff", "Chỉ ban biên tập"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="ai được tải",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "bản nháp"), ("released", "đã phát hành"), ("withdrawn", "đã thu hồi")],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=base.languages.names.language_choices, max_length=5),
                        blank=True,
                        default=list,
                        editable=False,
                    ),
                ),
                (
                    "sizes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("a0", "A0"),
                                ("a1", "A1"),
                                ("a2", "A2"),
                                ("a3", "A3"),
                                ("a4", "A4"),
                                ("a5", "A5"),
                                ("standee", "Standee"),
                                ("lon", "Khổ lớn, từ 1 m"),
                                ("nho", "Nhỏ hơn bàn tay"),
                                ("khac", "Khổ khác"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        editable=False,
                    ),
                ),
                (
                    "screens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("ngang", "Ngang 16:9: LED, máy chiếu"),
                                ("pc-cu", "Máy tính 1366 × 768"),
                                ("dai", "Dải ngang: ảnh bìa, LED dài"),
                                ("doc", "Dọc 9:16: điện thoại"),
                                ("doc-4-5", "Dọc 4:5: bảng tin"),
                                ("vuong", "Vuông"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        editable=False,
                    ),
                ),
                (
                    "alternatives",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("am-thanh", "Nghe được"),
                                ("ban-chu", "Bản chữ"),
                                ("phu-de", "Có phụ đề"),
                                ("den-trang", "Đen trắng, in ở trường"),
                                ("sua-duoc", "Sửa được"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        editable=False,
                    ),
                ),
                ("lightest", models.PositiveBigIntegerField(blank=True, editable=False, null=True)),
                ("search_text", models.TextField(blank=True, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="cập nhật")),
                (
                    "released_at",
                    models.DateTimeField(
                        blank=True, db_index=True, editable=False, null=True, verbose_name="phát hành lúc"
                    ),
                ),
                ("audiences", models.ManyToManyField(blank=True, to="campaign.audience", verbose_name="đối tượng")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người tạo",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="thay bằng",
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="campaign.season",
                        verbose_name="mùa chiến dịch",
                    ),
                ),
                ("topics", models.ManyToManyField(blank=True, to="campaign.topic", verbose_name="chủ đề")),
            ],
            options={
                "verbose_name": "tài liệu",
                "verbose_name_plural": "tài liệu",
                "ordering": ["-released_at", "code"],
                "permissions": [("release_asset", "Được phát hành và thu hồi tài liệu")],
            },
        ),
        migrations.CreateModel(
            name="AssetVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d+(\\.\\d+)*\\Z", "Số phiên bản chỉ gồm chữ số và dấu chấm, ví dụ 1.2."
                            )
                        ],
                        verbose_name="số phiên bản",
                    ),
                ),
                ("changelog", models.CharField(blank=True, max_length=300, verbose_name="có gì mới")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi duyệt lúc")),
                ("returned_why", models.CharField(blank=True, max_length=300, verbose_name="vì sao trả lại")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="duyệt lúc")),
                ("approved_content", models.CharField(blank=True, editable=False, max_length=64)),
                ("release_requested_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("release_requested_content", models.CharField(blank=True, editable=False, max_length=64)),
                ("release_error", models.CharField(blank=True, editable=False, max_length=300)),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("inherited_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="media_library.asset"
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.assetversion",
                    ),
                ),
                (
                    "contributors",
                    models.ManyToManyField(blank=True, editable=False, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "release_requested_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.assetversion",
                    ),
                ),
                (
                    "submitted_by",
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
                "verbose_name": "phiên bản",
                "verbose_name_plural": "phiên bản",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AssetFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("print", "Bản in"),
                            ("school-print", "In tại trường"),
                            ("screen", "Bản trình chiếu"),
                            ("light", "Bản nhẹ"),
                            ("social", "Đăng mạng"),
                            ("editable", "Sửa được"),
                            ("text", "Bản chữ"),
                            ("audio", "Âm thanh"),
                            ("source", "Trọn bộ"),
                        ],
                        max_length=12,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices,
                        default="vi",
                        max_length=5,
                        verbose_name="ngôn ngữ",
                    ),
                ),
                ("label", models.CharField(help_text="Ví dụ: Bản A4 đen trắng", max_length=80, verbose_name="tên gọi")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "mark_corner",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bottom-right", "dưới, phải"),
                            ("bottom-left", "dưới, trái"),
                            ("top-right", "trên, phải"),
                            ("top-left", "trên, trái"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("override", models.CharField(blank=True, max_length=300, verbose_name="lý do vẫn phát hành")),
                ("override_at", models.DateTimeField(blank=True, null=True)),
                (
                    "copy_of",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.assetfile",
                    ),
                ),
                (
                    "override_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asset_file", to="files.storedfile"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="media_library.assetversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp của tài liệu",
                "verbose_name_plural": "tệp của tài liệu",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="asset",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="media_library.assetversion",
                verbose_name="phiên bản mới nhất",
            ),
        ),
        migrations.CreateModel(
            name="Basket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="tên giỏ")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=40
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="baskets", to="users.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "giỏ tài liệu",
                "verbose_name_plural": "giỏ tài liệu",
                "ordering": ["-updated_at"],
            },
        ),
        migrations.CreateModel(
            name="Derivative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("clip-1080", "clip 1080p"),
                            ("clip-720", "clip 720p, bản nhẹ"),
                            ("clip-360", "clip 360p, xem thử"),
                            ("poster", "hình chờ của clip"),
                            ("doc-9-16", "clip dọc 9:16"),
                            ("vuong-1-1", "clip vuông 1:1"),
                            ("phu-de", "phụ đề VTT"),
                            ("loi-thoai", "lời thoại dạng chữ"),
                            ("avif", "ảnh web AVIF"),
                            ("webp", "ảnh web WebP"),
                            ("jpeg", "ảnh web JPEG"),
                            ("xem-nho", "hình xem trước, nhỏ"),
                            ("xem-vua", "hình xem trước, vừa"),
                            ("trang", "hình từng trang"),
                            ("png", "hình PNG"),
                            ("hinh-1-1", "hình vuông"),
                            ("hinh-4-5", "hình đứng 4:5"),
                            ("hinh-9-16", "hình dọc 9:16"),
                            ("hinh-16-9", "hình ngang 1920 × 1080"),
                            ("vong-lap", "clip lặp, không tiếng"),
                            ("tieng", "tiếng của clip"),
                            ("phieu-in", "phiếu gửi nhà in"),
                            ("che-mat", "bản che mặt"),
                        ],
                        max_length=12,
                        verbose_name="dạng",
                    ),
                ),
                ("page", models.PositiveSmallIntegerField(default=0)),
                (
                    "crop",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tren", "giữ phần trên hoặc bên trái"),
                            ("giua", "giữ phần giữa"),
                            ("duoi", "giữ phần dưới hoặc bên phải"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "đang chờ"),
                            ("running", "đang làm"),
                            ("done", "xong"),
                            ("failed", "hỏng"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="phần trăm")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="vì sao hỏng")),
                ("ticket", models.CharField(blank=True, editable=False, max_length=64)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("key", models.CharField(blank=True, db_index=True, max_length=200)),
                ("media_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="derivatives", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "bản dẫn xuất",
                "verbose_name_plural": "bản dẫn xuất",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DraftLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=media_library.models.version.new_token, editable=False, max_length=64, unique=True
                    ),
                ),
                (
                    "reader",
                    models.CharField(
                        help_text="Ví dụ: ThS. An, phòng Chính trị tư tưởng.", max_length=120, verbose_name="gửi cho ai"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="xem được đến")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_links",
                        to="media_library.assetversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết xem bản nháp",
                "verbose_name_plural": "liên kết xem bản nháp",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="FileWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True)),
                ("codes", models.JSONField(blank=True, editable=False, null=True, verbose_name="mã QR")),
                (
                    "stored",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="files.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "chữ của tệp",
                "verbose_name_plural": "chữ của tệp",
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="media_library.asset",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="library_follows",
                        to="users.organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="campaign.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "theo dõi",
                "verbose_name_plural": "theo dõi",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Kit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9-]{1,38}[A-Z0-9]$",
                                "Mã gồm chữ in hoa không dấu, chữ số và gạch nối, 3–40 ký tự.",
                            )
                        ],
                        verbose_name="mã",
                    ),
                ),
                ("slug", models.SlugField(max_length=90, unique=True, verbose_name="địa chỉ")),
                ("is_released", models.BooleanField(default=False, verbose_name="đã phát hành")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("audiences", models.ManyToManyField(blank=True, to="campaign.audience", verbose_name="đối tượng")),
            ],
            options={
                "verbose_name": "bộ tài liệu",
                "verbose_name_plural": "bộ tài liệu",
                "ordering": ["order", "code"],
            },
        ),
        migrations.CreateModel(
            name="DownloadDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("language", models.CharField(max_length=5)),
                ("role", models.CharField(blank=True, max_length=12)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("ward", models.CharField(blank=True, max_length=80)),
                ("place", models.CharField(blank=True, max_length=20)),
                ("way", models.CharField(max_length=10)),
                ("n", models.PositiveIntegerField()),
                ("packages", models.PositiveIntegerField(default=0)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media_library.asset"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="users.organisation",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media_library.assetversion"
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.kit",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt tải theo ngày",
                "verbose_name_plural": "lượt tải theo ngày",
            },
        ),
        migrations.CreateModel(
            name="KitActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("activity", models.CharField(max_length=60, verbose_name="hoạt động")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "kit",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="media_library.kit",
                        verbose_name="bộ tài liệu",
                    ),
                ),
            ],
            options={
                "verbose_name": "hoạt động của bộ",
                "verbose_name_plural": "hoạt động của bộ",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="KitItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kit_items",
                        to="media_library.asset",
                        verbose_name="tài liệu",
                    ),
                ),
                (
                    "kit",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="media_library.kit",
                        verbose_name="bộ tài liệu",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu trong bộ",
                "verbose_name_plural": "tài liệu trong bộ",
                "ordering": ["order"],
            },
        ),
        migrations.AddField(
            model_name="kit",
            name="assets",
            field=models.ManyToManyField(
                related_name="kits", through="media_library.KitItem", to="media_library.asset"
            ),
        ),
        migrations.CreateModel(
            name="KitText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=140, verbose_name="tên")),
                ("intro", models.TextField(blank=True, max_length=400, verbose_name="giới thiệu")),
                ("guide", models.TextField(blank=True, help_text="Mỗi bước một dòng.", verbose_name="các bước")),
                (
                    "kit",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="media_library.kit"
                    ),
                ),
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
                "verbose_name": "phần chữ của bộ",
                "verbose_name_plural": "phần chữ của bộ",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KitVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, verbose_name="số phiên bản")),
                ("changelog", models.CharField(blank=True, max_length=300, verbose_name="có gì mới")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("building", "đang đóng gói"),
                            ("ready", "đã xong"),
                            ("failed", "chưa đóng gói được"),
                            ("withdrawn", "đã thu hồi"),
                        ],
                        default="building",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="media_library.kit"
                    ),
                ),
            ],
            options={
                "verbose_name": "phiên bản của bộ",
                "verbose_name_plural": "phiên bản của bộ",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="KitArchive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "variant",
                    models.CharField(
                        choices=[("full", "Trọn bộ"), ("light", "Gói nhẹ"), ("print", "Gói nhà in")],
                        max_length=6,
                        verbose_name="gói",
                    ),
                ),
                ("files", models.ManyToManyField(related_name="kit_archives", to="media_library.assetfile")),
                (
                    "stored",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kit_archive",
                        to="files.storedfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="archives",
                        to="media_library.kitversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp ZIP của bộ",
                "verbose_name_plural": "tệp ZIP của bộ",
            },
        ),
        migrations.AddField(
            model_name="kit",
            name="current_version",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="media_library.kitversion",
            ),
        ),
        migrations.CreateModel(
            name="DownloadEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("role", models.CharField(blank=True, max_length=12)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("ward", models.CharField(blank=True, max_length=80)),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lop-hoc", "Trong lớp"),
                            ("chao-co", "Giờ chào cờ"),
                            ("bang-tin", "Bảng tin, hành lang"),
                            ("cong-truong", "Cổng trường"),
                            ("led", "Màn hình LED"),
                            ("mang-xa-hoi", "Mạng xã hội"),
                            ("khac", "Nơi khác"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "Từng tệp"),
                            ("kit", "Cả bộ"),
                            ("basket", "Giỏ tài liệu"),
                            ("imprint", "Bản có tên trường"),
                            ("format", "Dạng khác của tệp"),
                            ("screen", "Máy phát màn hình"),
                        ],
                        default="page",
                        max_length=10,
                    ),
                ),
                ("starts_package", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="downloads", to="media_library.asset"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="downloads",
                        to="media_library.assetfile",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="downloads",
                        to="users.organisation",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media_library.assetversion"
                    ),
                ),
                (
                    "kit_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="downloads",
                        to="media_library.kitversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt tải",
                "verbose_name_plural": "lượt tải",
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "effect",
                    models.CharField(
                        choices=[("allow", "được dùng"), ("deny", "không được dùng")],
                        max_length=5,
                        verbose_name="hiệu lực",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, help_text="Để trống: từ đầu.", null=True, verbose_name="từ ngày"),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="Để trống: không hạn.", null=True, verbose_name="đến hết ngày"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        help_text="Người xem đọc được câu này. Ví dụ: Giấy phép nhạc nền đến hết 2026.",
                        max_length=200,
                        verbose_name="lý do",
                    ),
                ),
                ("noticed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leases",
                        to="media_library.asset",
                        verbose_name="tài liệu",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "thời hạn sử dụng",
                "verbose_name_plural": "thời hạn sử dụng",
                "ordering": ["starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="NameZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "x",
                    models.DecimalField(
                        decimal_places=1,
                        help_text="Milimét.",
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cách mép trái",
                    ),
                ),
                (
                    "y",
                    models.DecimalField(
                        decimal_places=1,
                        help_text="Milimét.",
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cách mép trên",
                    ),
                ),
                (
                    "width",
                    models.DecimalField(
                        decimal_places=1,
                        help_text="Milimét.",
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="rộng",
                    ),
                ),
                (
                    "height",
                    models.DecimalField(
                        decimal_places=1,
                        help_text="Milimét.",
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cao",
                    ),
                ),
                (
                    "ink",
                    models.CharField(
                        choices=[
                            ("dark", "Mực đậm"),
                            ("white", "Trắng"),
                            ("river", "Xanh sông"),
                            ("paper", "Mực đậm trên nền trắng"),
                        ],
                        default="dark",
                        max_length=6,
                        verbose_name="màu chữ",
                    ),
                ),
                (
                    "align",
                    models.CharField(
                        choices=[("left", "Trái"), ("center", "Giữa"), ("right", "Phải")],
                        default="center",
                        max_length=6,
                        verbose_name="canh",
                    ),
                ),
                (
                    "largest",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="cỡ chữ lớn nhất, pt",
                    ),
                ),
                (
                    "smallest",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="cỡ chữ nhỏ nhất, pt",
                    ),
                ),
                ("takes_crest", models.BooleanField(default=False, verbose_name="có chỗ cho huy hiệu")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zone",
                        to="media_library.assetfile",
                        verbose_name="tệp",
                    ),
                ),
            ],
            options={
                "verbose_name": "ô tên trường",
                "verbose_name_plural": "ô tên trường",
            },
        ),
        migrations.CreateModel(
            name="PictureCollection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "collection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.collection"
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaign.outlet",
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ sưu tập ảnh",
                "verbose_name_plural": "bộ sưu tập ảnh",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("of_person", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="lúc")),
                ("undone_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="hoàn tác lúc")),
                (
                    "cleared_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="objects gone, caches purged",
                        null=True,
                        verbose_name="đã gỡ khỏi kho lưu trữ lúc",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recalls",
                        to="media_library.asset",
                        verbose_name="tài liệu",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="thay bằng",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recalls",
                        to="media_library.assetversion",
                        verbose_name="phiên bản",
                    ),
                ),
                ("versions", models.ManyToManyField(editable=False, related_name="+", to="media_library.assetversion")),
            ],
            options={
                "verbose_name": "lần thu hồi",
                "verbose_name_plural": "lần thu hồi",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HolderNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recall", "thu hồi"),
                            ("newer", "có bản mới"),
                            ("kit", "bộ có thêm tài liệu"),
                            ("follow", "tài liệu theo dõi"),
                        ],
                        max_length=6,
                    ),
                ),
                ("pieces", models.PositiveSmallIntegerField(default=0)),
                ("downloads", models.PositiveIntegerField(default=0, verbose_name="số lượt đã tải")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="đã xác nhận lúc")),
                (
                    "posts",
                    models.CharField(
                        blank=True,
                        choices=[("removed", "đã gỡ bài đăng có hình này"), ("none", "không đăng hình này ở đâu")],
                        max_length=7,
                        verbose_name="bài đăng của đơn vị",
                    ),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="media_library.asset"
                    ),
                ),
                (
                    "newer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.assetversion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="library_notices",
                        to="users.organisation",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.assetversion",
                        verbose_name="đang giữ",
                    ),
                ),
                (
                    "kit_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.kitversion",
                    ),
                ),
                (
                    "recall",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="media_library.recall",
                    ),
                ),
            ],
            options={
                "verbose_name": "thông báo cho đơn vị đã tải",
                "verbose_name_plural": "thông báo cho đơn vị đã tải",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RequiredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices, max_length=5, verbose_name="ngôn ngữ"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("print", "Bản in"),
                            ("school-print", "In tại trường"),
                            ("screen", "Bản trình chiếu"),
                            ("light", "Bản nhẹ"),
                            ("social", "Đăng mạng"),
                            ("editable", "Sửa được"),
                            ("text", "Bản chữ"),
                            ("audio", "Âm thanh"),
                            ("source", "Trọn bộ"),
                        ],
                        max_length=12,
                        verbose_name="vai trò",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="hạn")),
                ("waived", models.CharField(blank=True, max_length=200, verbose_name="không cần, vì")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="required_files",
                        to="media_library.asset",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lo",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản còn thiếu",
                "verbose_name_plural": "bản còn thiếu",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SiteImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        upload_to=wagtail.images.models.get_upload_to,
                        verbose_name="file",
                        width_field="width",
                    ),
                ),
                ("description", models.CharField(blank=True, default="", max_length=255, verbose_name="description")),
                ("width", models.IntegerField(editable=False, verbose_name="width")),
                ("height", models.IntegerField(editable=False, verbose_name="height")),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="created at")),
                ("focal_point_x", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_y", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_width", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_height", models.PositiveIntegerField(blank=True, null=True)),
                ("file_size", models.PositiveIntegerField(editable=False, null=True)),
                ("file_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ("description_en", models.CharField(blank=True, max_length=255, verbose_name="mô tả bằng tiếng Anh")),
                ("description_km", models.CharField(blank=True, max_length=255, verbose_name="mô tả bằng tiếng Khmer")),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: Hải Đăng. Hiện sau chữ “Ảnh:”.",
                        max_length=120,
                        verbose_name="nguồn ảnh",
                    ),
                ),
                (
                    "has_minor",
                    models.BooleanField(blank=True, null=True, verbose_name="có người dưới 18 tuổi nhận ra được"),
                ),
                (
                    "is_withdrawn",
                    models.BooleanField(
                        default=False,
                        help_text="Đánh dấu thì ảnh không hiện ở trang nào nữa, và mọi địa chỉ cũ của ảnh đóng trong một phút. Bỏ dấu thì ảnh hiện lại, dưới địa chỉ mới.",
                        verbose_name="rút khỏi mọi trang",
                    ),
                ),
                (
                    "scan_state",
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
                        default="not_scanned",
                        editable=False,
                        max_length=12,
                        verbose_name="quét vi-rút",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="tags"
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh",
                "verbose_name_plural": "ảnh",
                "permissions": [("choose_image", "Can choose image")],
                "abstract": False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="SiteRendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filter_spec", models.CharField(db_index=True, max_length=255)),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        storage=wagtail.images.models.get_rendition_storage,
                        upload_to=wagtail.images.models.get_rendition_upload_to,
                        width_field="width",
                    ),
                ),
                ("width", models.IntegerField(editable=False)),
                ("height", models.IntegerField(editable=False)),
                ("focal_point_key", models.CharField(blank=True, default="", editable=False, max_length=16)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renditions",
                        to="media_library.siteimage",
                    ),
                ),
            ],
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.CreateModel(
            name="SubjectConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        help_text="Một người hoặc một nhóm, ví dụ: nhóm bốn bạn hàng đầu.",
                        max_length=120,
                        verbose_name="ai trong hình",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("0-6", "dưới 7 tuổi"),
                            ("7-15", "từ 7 đến 15 tuổi"),
                            ("16-17", "16 và 17 tuổi"),
                            ("18", "từ 18 tuổi"),
                        ],
                        max_length=5,
                        verbose_name="độ tuổi",
                    ),
                ),
                (
                    "person_agreed",
                    models.BooleanField(
                        default=False,
                        help_text="Bắt buộc từ 7 tuổi trở lên.",
                        verbose_name="chính người trong hình đồng ý",
                    ),
                ),
                (
                    "representative_agreed",
                    models.BooleanField(
                        default=False,
                        help_text="Bắt buộc với người dưới 18 tuổi.",
                        verbose_name="cha mẹ hoặc người giám hộ đồng ý",
                    ),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="dùng vào việc gì")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("campaign", "mọi hoạt động của chiến dịch"),
                            ("site", "trang này và kho tài liệu"),
                            ("print", "chỉ bản in"),
                        ],
                        max_length=10,
                        verbose_name="phạm vi",
                    ),
                ),
                (
                    "expires_on",
                    models.DateField(
                        blank=True, help_text="Để trống: không ghi hạn.", null=True, verbose_name="đến hết ngày"
                    ),
                ),
                ("paper_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="rút lại lúc")),
                (
                    "closed_images",
                    models.ManyToManyField(blank=True, editable=False, related_name="+", to="media_library.siteimage"),
                ),
                (
                    "collected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("files", models.ManyToManyField(blank=True, related_name="consents", to="files.storedfile")),
                ("images", models.ManyToManyField(blank=True, related_name="consents", to="media_library.siteimage")),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="giấy đồng ý (giữ kín)",
                    ),
                ),
                (
                    "withdrawn_by",
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
                "verbose_name": "đồng ý của người trong hình",
                "verbose_name_plural": "đồng ý của người trong hình",
                "ordering": ["-created_at"],
                "permissions": [("view_consent_paper", "Được mở giấy đồng ý")],
            },
        ),
        migrations.AddField(
            model_name="recall",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="recalls",
                to="media_library.subjectconsent",
            ),
        ),
        migrations.CreateModel(
            name="WithdrawnKey",
            fields=[
                ("key", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("original", models.CharField(max_length=200)),
                ("withdrawn_at", models.DateTimeField(auto_now_add=True)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="withdrawn_keys",
                        to="media_library.siteimage",
                    ),
                ),
            ],
            options={
                "verbose_name": "khóa ảnh đã rút",
                "verbose_name_plural": "khóa ảnh đã rút",
            },
        ),
        migrations.CreateModel(
            name="AssetText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=140, verbose_name="tên")),
                ("summary", models.TextField(blank=True, max_length=400, verbose_name="tóm tắt")),
                ("placement", models.CharField(blank=True, max_length=200, verbose_name="treo, đặt ở đâu")),
                (
                    "alt",
                    models.TextField(blank=True, max_length=500, verbose_name="mô tả hình cho người không nhìn thấy"),
                ),
                (
                    "guide",
                    models.TextField(
                        blank=True, help_text="Mỗi bước một dòng, tối đa năm bước.", verbose_name="dùng thế nào"
                    ),
                ),
                ("copy_text", models.TextField(blank=True, max_length=1000, verbose_name="bài đăng soạn sẵn")),
                (
                    "asset",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="media_library.asset"
                    ),
                ),
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
                "verbose_name": "phần chữ của tài liệu",
                "verbose_name_plural": "phần chữ của tài liệu",
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("asset", "locale"), name="one_text_per_language")],
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.AddIndex(
            model_name="assetversion",
            index=models.Index(condition=models.Q(("released_at", None)), fields=["asset"], name="version_unreleased"),
        ),
        migrations.AddIndex(
            model_name="assetversion",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)), fields=["asset"], name="version_withdrawn"
            ),
        ),
        migrations.AddConstraint(
            model_name="assetversion",
            constraint=models.UniqueConstraint(fields=("asset", "number"), name="version_number_once"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["status", "-released_at"], name="media_libra_status_e90b17_idx"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["-updated_at"], name="media_libra_updated_1fda91_idx"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=django.contrib.postgres.indexes.GinIndex(fields=["moments"], name="media_libra_moments_abb641_gin"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=django.contrib.postgres.indexes.GinIndex(fields=["languages"], name="media_libra_languag_bc8fdf_gin"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("search_text", config="simple"),
                fastupdate=False,
                name="asset_search",
            ),
        ),
        migrations.AddIndex(
            model_name="derivative",
            index=models.Index(fields=["state", "created_at"], name="media_libra_state_b1d435_idx"),
        ),
        migrations.AddConstraint(
            model_name="derivative",
            constraint=models.UniqueConstraint(fields=("stored", "form", "page", "crop"), name="derivative_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("organisation", "asset"), name="asset_followed_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(fields=("organisation", "topic"), name="topic_followed_once"),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asset", None), ("topic__isnull", False)),
                    models.Q(("asset__isnull", False), ("topic", None)),
                    _connector="OR",
                ),
                name="follows_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="downloadday",
            index=models.Index(fields=["day"], name="media_libra_day_df9d93_idx"),
        ),
        migrations.AddIndex(
            model_name="downloadday",
            index=models.Index(fields=["asset", "day"], name="media_libra_asset_i_f37c93_idx"),
        ),
        migrations.AddIndex(
            model_name="downloadday",
            index=models.Index(fields=["organisation", "asset"], name="media_libra_organis_69fc5f_idx"),
        ),
        migrations.AddConstraint(
            model_name="kitactivity",
            constraint=models.UniqueConstraint(fields=("kit", "activity"), name="activity_once_per_kit"),
        ),
        migrations.AddConstraint(
            model_name="kititem",
            constraint=models.UniqueConstraint(fields=("kit", "asset"), name="asset_once_per_kit"),
        ),
        migrations.AddConstraint(
            model_name="kittext",
            constraint=models.UniqueConstraint(fields=("kit", "locale"), name="one_kit_text_per_language"),
        ),
        migrations.AlterUniqueTogether(
            name="kittext",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="kitversion",
            constraint=models.UniqueConstraint(fields=("kit", "number"), name="kit_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="kitarchive",
            constraint=models.UniqueConstraint(fields=("version", "variant"), name="variant_once_per_kit_version"),
        ),
        migrations.AddIndex(
            model_name="downloadevent",
            index=models.Index(fields=["organisation", "-created_at"], name="media_libra_organis_611b9d_idx"),
        ),
        migrations.AddIndex(
            model_name="downloadevent",
            index=models.Index(fields=["asset", "-created_at"], name="media_libra_asset_i_fc87dd_idx"),
        ),
        migrations.AddConstraint(
            model_name="picturecollection",
            constraint=models.UniqueConstraint(
                fields=("outlet",), name="one_picture_collection_per_outlet", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="holdernotice",
            index=models.Index(fields=["organisation", "acknowledged_at"], name="media_libra_organis_6a4b2d_idx"),
        ),
        migrations.AddConstraint(
            model_name="holdernotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "recall")),
                fields=("recall", "organisation"),
                name="one_recall_notice_per_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="holdernotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "newer")),
                fields=("newer", "organisation"),
                name="one_newer_notice_per_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="holdernotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "follow")), fields=("newer", "organisation"), name="one_notice_per_follower"
            ),
        ),
        migrations.AddConstraint(
            model_name="holdernotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "kit")),
                fields=("kit_version", "organisation"),
                name="one_kit_notice_per_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="requiredfile",
            constraint=models.UniqueConstraint(fields=("asset", "language", "role"), name="required_file_once"),
        ),
        migrations.AlterUniqueTogether(
            name="siterendition",
            unique_together={("image", "filter_spec", "focal_point_key")},
        ),
    ]
