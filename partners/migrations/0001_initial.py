import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import modelcluster.fields
import wagtail.contrib.routable_page.models
from django.conf import settings
from django.db import migrations, models

import base.languages.names
import partners.models.submission


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("campaign", "0001_initial"),
        ("files", "0001_initial"),
        ("media_library", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KolIndexPage",
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
                "verbose_name": "trang KOL đồng hành",
                "verbose_name_plural": "trang KOL đồng hành",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Brief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=110, verbose_name="tên đề bài")),
                (
                    "wanted",
                    models.TextField(
                        help_text="Hai, ba câu: người xem nhớ điều gì, làm gì.", max_length=600, verbose_name="cần gì"
                    ),
                ),
                (
                    "must_say",
                    models.TextField(
                        blank=True, help_text="Mỗi dòng một điều, nên có ba.", max_length=800, verbose_name="phải có"
                    ),
                ),
                (
                    "must_not",
                    models.TextField(
                        blank=True, help_text="Mỗi dòng một điều, nên có ba.", max_length=800, verbose_name="không được"
                    ),
                ),
                (
                    "formats",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: 30 đến 60 giây, dọc 9:16, có phụ đề.",
                        max_length=160,
                        verbose_name="dạng và độ dài",
                    ),
                ),
                (
                    "least_seconds",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Đối tác được báo khi clip ngắn hơn.",
                        null=True,
                        verbose_name="clip dài ít nhất, giây",
                    ),
                ),
                (
                    "most_seconds",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Đối tác được báo khi clip dài hơn.",
                        null=True,
                        verbose_name="clip dài nhiều nhất, giây",
                    ),
                ),
                (
                    "wants_captions",
                    models.BooleanField(
                        default=False,
                        help_text="Đối tác được báo khi clip chưa có tệp VTT.",
                        verbose_name="cần tệp phụ đề",
                    ),
                ),
                ("audience_line", models.CharField(blank=True, max_length=160, verbose_name="cho ai")),
                ("hashtags", models.CharField(blank=True, max_length=160, verbose_name="hashtag")),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="hạn gửi")),
                (
                    "licence_until",
                    models.DateField(
                        blank=True,
                        help_text="Điền sẵn cho đối tác; họ đổi được.",
                        null=True,
                        verbose_name="xin dùng đến ngày",
                    ),
                ),
                (
                    "fee",
                    models.CharField(
                        blank=True,
                        help_text="Để trống: không có, và trang nói rõ như vậy.",
                        max_length=120,
                        verbose_name="nhuận bút",
                    ),
                ),
                ("script_vi", models.TextField(blank=True, max_length=3000, verbose_name="kịch bản mẫu tiếng Việt")),
                ("script_km", models.TextField(blank=True, max_length=3000, verbose_name="kịch bản mẫu tiếng Khmer")),
                (
                    "for_everyone",
                    models.BooleanField(
                        default=False,
                        help_text="Không chọn: chỉ người được mời vào đề bài này thấy nó.",
                        verbose_name="mở cho mọi đối tác",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="bản số")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "end_card",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="đoạn cuối có số trợ giúp",
                    ),
                ),
                (
                    "help_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaign.helpline",
                        verbose_name="số trợ giúp hiện cuối clip",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
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
                        verbose_name="cơ quan ra đề",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaign.topic",
                        verbose_name="chủ đề",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề bài KOL",
                "verbose_name_plural": "đề bài KOL",
                "ordering": [models.OrderBy(models.F("deadline"), nulls_last=True), "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BriefAsset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="tài liệu",
                    ),
                ),
                (
                    "brief",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assets", to="partners.brief"
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp của đề bài",
                "verbose_name_plural": "tệp của đề bài",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống thì lấy theo tên hiển thị.",
                        max_length=90,
                        unique=True,
                        verbose_name="địa chỉ",
                    ),
                ),
                ("display_name", models.CharField(max_length=80, verbose_name="tên hiển thị")),
                ("role_line", models.CharField(blank=True, max_length=80, verbose_name="lĩnh vực")),
                ("area", models.CharField(blank=True, max_length=80, verbose_name="quê quán, nơi hoạt động")),
                ("bio", models.TextField(blank=True, max_length=500, verbose_name="giới thiệu")),
                ("quote", models.CharField(blank=True, max_length=160, verbose_name="câu nói")),
                ("topic", models.CharField(blank=True, max_length=80, verbose_name="chủ đề theo đuổi")),
                ("role_line_en", models.CharField(blank=True, max_length=80, verbose_name="lĩnh vực bằng tiếng Anh")),
                ("role_line_km", models.CharField(blank=True, max_length=80, verbose_name="lĩnh vực bằng tiếng Khmer")),
                ("bio_en", models.TextField(blank=True, max_length=500, verbose_name="giới thiệu bằng tiếng Anh")),
                ("bio_km", models.TextField(blank=True, max_length=500, verbose_name="giới thiệu bằng tiếng Khmer")),
                ("quote_en", models.CharField(blank=True, max_length=160, verbose_name="câu nói bằng tiếng Anh")),
                ("quote_km", models.CharField(blank=True, max_length=160, verbose_name="câu nói bằng tiếng Khmer")),
                ("topic_en", models.CharField(blank=True, max_length=80, verbose_name="chủ đề bằng tiếng Anh")),
                ("topic_km", models.CharField(blank=True, max_length=80, verbose_name="chủ đề bằng tiếng Khmer")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=base.languages.names.language_choices, max_length=5),
                        blank=True,
                        default=list,
                        verbose_name="ngôn ngữ",
                    ),
                ),
                (
                    "handles",
                    models.TextField(
                        blank=True,
                        help_text="Mỗi dòng một tài khoản, ví dụ: TikTok @ten",
                        verbose_name="tài khoản mạng xã hội",
                    ),
                ),
                (
                    "is_listed",
                    models.BooleanField(
                        default=False,
                        help_text="Đối tác tự chọn, rút lúc nào cũng được.",
                        verbose_name="đồng ý hiện trên trang",
                    ),
                ),
                ("listed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="đồng ý lúc")),
                (
                    "asks_listing",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="the partner agreed to be listed, and the newsroom has not looked yet",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="đang hợp tác")),
                (
                    "suspended_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="tạm ngưng lúc"),
                ),
                (
                    "suspension_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="lý do tạm ngưng"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="nhân vật minh họa")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="chân dung 4:5",
                    ),
                ),
                (
                    "suspended_by",
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
                "verbose_name": "đối tác KOL",
                "verbose_name_plural": "đối tác KOL",
                "ordering": ["display_name"],
            },
        ),
        migrations.CreateModel(
            name="KolStoryPage",
            fields=[
                (
                    "articlepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="articles.articlepage",
                    ),
                ),
                (
                    "captions_language",
                    models.CharField(
                        choices=base.languages.names.language_choices,
                        default="vi",
                        max_length=5,
                        verbose_name="ngôn ngữ phụ đề",
                    ),
                ),
                ("post_url", models.URLField(blank=True, max_length=300, verbose_name="liên kết bài đăng")),
                ("credit_line", models.CharField(blank=True, max_length=160, verbose_name="dòng ghi nguồn")),
                ("uses_ai", models.BooleanField(default=False, verbose_name="có dùng AI")),
                (
                    "captions",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="phụ đề",
                    ),
                ),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="clip",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="partners.partner",
                        verbose_name="đối tác",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài KOL",
                "verbose_name_plural": "bài KOL",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="mời lúc")),
                ("expires_at", models.DateTimeField(verbose_name="hết hạn")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="dùng lúc")),
                ("email", models.EmailField(max_length=254, verbose_name="thư điện tử")),
                (
                    "role",
                    models.CharField(
                        choices=[("self", "Chính đối tác"), ("manager", "Người quản lý")],
                        default="self",
                        max_length=8,
                        verbose_name="tài khoản của ai",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices,
                        default="vi",
                        max_length=5,
                        verbose_name="thư viết bằng",
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations",
                        to="partners.brief",
                        verbose_name="đề bài",
                    ),
                ),
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
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaign.outlet",
                        verbose_name="cơ quan mời",
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="partners.partner",
                        verbose_name="đối tác",
                    ),
                ),
            ],
            options={
                "verbose_name": "lời mời",
                "verbose_name_plural": "lời mời",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProfileProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "values",
                    models.JSONField(default=dict, help_text="field of Partner → wanted value, only those of FIELDS"),
                ),
                ("proposed_at", models.DateTimeField(auto_now=True)),
                (
                    "partner",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposal",
                        to="partners.partner",
                        verbose_name="đối tác",
                    ),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="chân dung mới",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "đề nghị sửa hồ sơ",
                "verbose_name_plural": "đề nghị sửa hồ sơ",
                "ordering": ["proposed_at"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        default=partners.models.submission.new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="mã biên nhận",
                    ),
                ),
                (
                    "brief_version",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="version of the brief that was on the page when the piece was sent",
                        verbose_name="bản đề bài đã đọc",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Nháp"),
                            ("sent", "Đã gửi"),
                            ("in_review", "Đang xem"),
                            ("changes", "Cần bổ sung"),
                            ("accepted", "Đã duyệt"),
                            ("scheduled", "Đã lên lịch"),
                            ("published", "Đã đăng"),
                            ("rejected", "Từ chối"),
                            ("withdrawn", "Đã rút"),
                            ("removed", "Đã gỡ theo yêu cầu"),
                            ("expired", "Hết hạn phép"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "edits",
                    models.PositiveIntegerField(
                        default=0, help_text="counts savings: a second tab learns that it is behind"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clip", "Clip"),
                            ("sound", "Âm thanh"),
                            ("picture", "Ảnh, tranh"),
                            ("text", "Bài viết"),
                        ],
                        max_length=8,
                        verbose_name="loại",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=base.languages.names.language_choices, max_length=5),
                        blank=True,
                        default=list,
                        verbose_name="ngôn ngữ trong bài",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=110, verbose_name="tên nội dung")),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="lời giới thiệu")),
                ("post_url", models.URLField(blank=True, max_length=300, verbose_name="liên kết bài đăng")),
                ("credit", models.CharField(blank=True, max_length=120, verbose_name="ghi nguồn là")),
                ("licence_until", models.DateField(blank=True, null=True, verbose_name="cho dùng đến ngày")),
                ("is_paid", models.BooleanField(blank=True, null=True, verbose_name="có nhận tiền hoặc lợi ích")),
                ("commercial", models.CharField(blank=True, max_length=300, verbose_name="quan hệ thương mại")),
                ("uses_ai", models.BooleanField(blank=True, null=True, verbose_name="có dùng AI")),
                (
                    "music",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Không có nhạc"),
                            ("own", "Nhạc của tôi"),
                            ("licensed", "Nhạc đã xin phép hoặc mua quyền"),
                            ("free", "Nhạc miễn phí, có giấy phép mở"),
                        ],
                        max_length=8,
                        verbose_name="nhạc",
                    ),
                ),
                ("music_source", models.CharField(blank=True, max_length=200, verbose_name="nguồn nhạc")),
                ("ai_use", models.CharField(blank=True, max_length=300, verbose_name="phần dùng AI")),
                ("has_minor", models.BooleanField(blank=True, null=True, verbose_name="có người dưới 18 tuổi")),
                (
                    "ticked",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="keys of the statements ticked in a draft; records are written when it is sent",
                    ),
                ),
                (
                    "sent_words",
                    models.JSONField(default=dict, editable=False, help_text="SENT_WORDS at the last sending"),
                ),
                ("partner_note", models.CharField(blank=True, max_length=500, verbose_name="lời nhắn cho tòa soạn")),
                ("newsroom_note", models.TextField(blank=True, max_length=1000, verbose_name="lời nhắn của tòa soạn")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi lúc")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="hạn trả lời")),
                (
                    "late_notified_at",
                    models.DateTimeField(
                        blank=True, help_text="the newsroom was told that its answer is late", null=True
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_print",
                    models.CharField(blank=True, help_text="fingerprint() of what was approved", max_length=64),
                ),
                ("scheduled_for", models.DateTimeField(blank=True, null=True, verbose_name="lên trang lúc")),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, help_text="the partner's question that nobody has answered", null=True
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "brief",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="partners.brief",
                        verbose_name="đề bài",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
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
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaign.outlet",
                        verbose_name="cơ quan nhận",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="partners.partner",
                        verbose_name="đối tác",
                    ),
                ),
                (
                    "story",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="submission",
                        to="partners.kolstorypage",
                        verbose_name="bài KOL",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài gửi",
                "verbose_name_plural": "bài gửi",
                "ordering": ["-updated_at"],
                "permissions": [("review_submission", "Được xét bài của KOL")],
            },
        ),
        migrations.CreateModel(
            name="ReportedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.URLField(max_length=300, verbose_name="liên kết bài đăng")),
                ("platform", models.CharField(editable=False, max_length=20, verbose_name="mạng")),
                ("posted_on", models.DateField(verbose_name="đăng ngày")),
                ("reported_at", models.DateTimeField(auto_now_add=True)),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported_links",
                        to="partners.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết đã báo",
                "verbose_name_plural": "liên kết đã báo",
                "ordering": ["-posted_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DepictedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="tên hoặc cách gọi")),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
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
                ("person_agreed", models.BooleanField(default=False, verbose_name="người này đã đồng ý")),
                (
                    "representative_name",
                    models.CharField(blank=True, max_length=120, verbose_name="cha, mẹ hoặc người giám hộ"),
                ),
                ("representative_agreed", models.BooleanField(default=False, verbose_name="người giám hộ đã đồng ý")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="đồng ý đến ngày")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="giấy đồng ý",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="partners.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "người trong hình",
                "verbose_name_plural": "người trong hình",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=30)),
                ("version", models.CharField(blank=True, max_length=20, verbose_name="bản chữ")),
                ("text", models.TextField()),
                ("text_hash", models.CharField(editable=False, max_length=64)),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="workflow.statements.about() at the sending",
                        max_length=64,
                    ),
                ),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="có hiệu lực đến")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, help_text="sent again: the newer record counts", null=True),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="partners.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "lời đồng ý",
                "verbose_name_plural": "lời đồng ý",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SubmissionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(max_length=12)),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Nháp"),
                            ("sent", "Đã gửi"),
                            ("in_review", "Đang xem"),
                            ("changes", "Cần bổ sung"),
                            ("accepted", "Đã duyệt"),
                            ("scheduled", "Đã lên lịch"),
                            ("published", "Đã đăng"),
                            ("rejected", "Từ chối"),
                            ("withdrawn", "Đã rút"),
                            ("removed", "Đã gỡ theo yêu cầu"),
                            ("expired", "Hết hạn phép"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "voice",
                    models.CharField(
                        blank=True,
                        choices=[("partner", "Đối tác hỏi"), ("newsroom", "Tòa soạn trả lời")],
                        help_text="whose words; empty for a step",
                        max_length=8,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ended", "Hết ngày bạn cho phép dùng."),
                            ("purged", "Đã xóa hẳn %(count)d tệp khỏi kho lưu trữ."),
                        ],
                        max_length=8,
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, help_text="the figure of the cause's sentence")),
                (
                    "desk",
                    models.CharField(
                        blank=True,
                        choices=[("kol", "Bàn KOL"), ("board", "Ban biên tập")],
                        max_length=8,
                        verbose_name="bàn",
                    ),
                ),
                (
                    "house",
                    models.CharField(
                        blank=True, help_text="short name of the desk's outlet", max_length=120, verbose_name="cơ quan"
                    ),
                ),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="partners.submission"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kol_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="partners.submission"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="partners.submissionevent"
                    ),
                ),
            ],
            options={
                "verbose_name": "thông báo",
                "verbose_name_plural": "thông báo",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("declared_name", models.CharField(max_length=150, verbose_name="tên tệp")),
                ("declared_size", models.PositiveBigIntegerField(default=0, verbose_name="dung lượng, byte")),
                ("caption", models.CharField(blank=True, max_length=250, verbose_name="chú thích")),
                (
                    "refused",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="files.intake.messages.UploadRejected.details, or {}",
                        verbose_name="lý do bị từ chối",
                    ),
                ),
                (
                    "viewing_key",
                    models.CharField(
                        blank=True,
                        help_text="quarantine key of the small copy that reviewers watch, made anew by us",
                        max_length=200,
                    ),
                ),
                ("viewing_blurred", models.BooleanField(default=False)),
                ("viewing_error", models.CharField(blank=True, max_length=200)),
                (
                    "still_key",
                    models.CharField(
                        blank=True,
                        help_text="quarantine key of the blurred still, shown first when minors are flagged",
                        max_length=200,
                    ),
                ),
                ("still_error", models.CharField(blank=True, max_length=200)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("", "Chưa quyết định"), ("taken", "Nhận"), ("declined", "Không nhận")],
                        default="",
                        max_length=8,
                        verbose_name="bàn KOL",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="tài liệu trong kho",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.siteimage",
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission_file",
                        to="files.storedfile",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="partners.submission"
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp của bài gửi",
                "verbose_name_plural": "tệp của bài gửi",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "second",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True, verbose_name="giây"),
                ),
                ("spot_x", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("spot_y", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("spot_w", models.PositiveSmallIntegerField(default=7)),
                ("spot_h", models.PositiveSmallIntegerField(default=7)),
                ("paragraph", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="đoạn")),
                ("text", models.CharField(max_length=600, verbose_name="nhận xét")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, help_text="the partner sent the piece again afterwards", null=True
                    ),
                ),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="partners.submission"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="partners.submissionfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhận xét",
                "verbose_name_plural": "nhận xét",
                "ordering": ["file", "second", "paragraph", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PartnerDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("files", models.PositiveIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="byte")),
                ("sends", models.PositiveIntegerField(default=0)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="partners.partner"
                    ),
                ),
            ],
            options={
                "verbose_name": "mức dùng trong ngày",
                "verbose_name_plural": "mức dùng trong ngày",
                "constraints": [models.UniqueConstraint(fields=("partner", "day"), name="one_row_a_day")],
            },
        ),
        migrations.CreateModel(
            name="PartnerMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("self", "Chính đối tác"), ("manager", "Người quản lý")],
                        default="self",
                        max_length=8,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices,
                        default="vi",
                        help_text="the last one chosen",
                        max_length=5,
                        verbose_name="thư viết bằng",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="partners.partner"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("partner", "user"), name="member_once")],
            },
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["state", "sent_at"], name="submission_queue"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["partner", "-updated_at"], name="submission_of_partner"),
        ),
        migrations.AddConstraint(
            model_name="reportedlink",
            constraint=models.UniqueConstraint(fields=("submission", "url"), name="link_reported_once"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None), ("withdrawn_at", None)),
                fields=("submission", "key"),
                name="one_live_consent_per_statement",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "read_at", "-created_at"], name="notice_of_user"),
        ),
    ]
