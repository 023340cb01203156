import django.core.serializers.json
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import base.languages.names
import home.guide.content


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("media_library", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContentPage",
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
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("quote", 4), ("steps", 10), ("warning", 13), ("help", 14)],
                        blank=True,
                        block_lookup={
                            0: ("base.blocks.text.HeadingBlock", (), {}),
                            1: ("base.blocks.text.ParagraphBlock", (), {}),
                            2: ("wagtail.blocks.TextBlock", (), {"label": "Lời trích", "max_length": 500}),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ai nói", "max_length": 120, "required": False},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("text", 2), ("who", 3)]], {}),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Làm ngay", "label": "Tên hộp", "max_length": 40},
                            ),
                            6: ("wagtail.blocks.CharBlock", (), {"label": "Việc", "max_length": 60}),
                            7: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Làm thế nào", "max_length": 250, "required": False},
                            ),
                            8: ("wagtail.blocks.StructBlock", [[("action", 6), ("detail", 7)]], {}),
                            9: ("wagtail.blocks.ListBlock", (8,), {"label": "Các bước", "max_num": 5, "min_num": 1}),
                            10: ("wagtail.blocks.StructBlock", [[("title", 5), ("steps", 9)]], {}),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "default": "Đoạn này có thể gây khó chịu. Bấm để đọc, hoặc bỏ qua",
                                    "label": "Lời báo trước",
                                    "max_length": 140,
                                },
                            ),
                            12: ("base.blocks.text.ParagraphBlock", (), {"label": "Đoạn văn"}),
                            13: ("wagtail.blocks.StructBlock", [[("summary", 11), ("text", 12)]], {}),
                            14: ("base.blocks.notices.HelpBlock", (), {}),
                        },
                        verbose_name="nội dung",
                    ),
                ),
            ],
            options={
                "verbose_name": "trang nội dung",
                "verbose_name_plural": "trang nội dung",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="GoneAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=300, unique=True)),
                ("gone_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="SituationIndexPage",
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
                ("intro", models.CharField(blank=True, max_length=250, verbose_name="câu giới thiệu")),
            ],
            options={
                "verbose_name": "danh sách tình huống",
                "verbose_name_plural": "danh sách tình huống",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SituationPage",
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
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("threatened", "bị dọa tung ảnh"),
                            ("sent", "lỡ gửi ảnh"),
                            ("meeting", "bị rủ gặp mặt"),
                            ("money", "bị ép chuyển tiền"),
                            ("account", "mất tài khoản"),
                            ("bullied", "bị bắt nạt"),
                            ("home", "người trong nhà làm đau, làm sợ"),
                            ("touched", "bị đụng chạm, xâm hại"),
                            ("held", "bị giữ, bị ép làm"),
                            ("self_harm", "muốn chết, tự làm đau"),
                            ("friend", "lo cho bạn"),
                            ("child", "con tôi bị"),
                        ],
                        max_length=12,
                        verbose_name="tình huống",
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        help_text="Nói ngay: bạn không có lỗi.", max_length=300, verbose_name="câu mở đầu"
                    ),
                ),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("step", 3)],
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "việc", "max_length": 60}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "làm thế nào", "max_length": 240}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Ví dụ: Lỡ trả rồi? Vẫn kịp.",
                                    "label": "câu trấn an",
                                    "max_length": 160,
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 1), ("comfort", 2)]], {}),
                        },
                        verbose_name="ba việc",
                    ),
                ),
                (
                    "numbers",
                    models.CharField(
                        default="111, 113",
                        help_text="Theo thứ tự, cách nhau bằng dấu phẩy. Chỉ số đã kiểm trong “Đường dây trợ giúp” mới hiện.",
                        max_length=80,
                        verbose_name="gọi số nào",
                    ),
                ),
                ("from_eighteen", models.CharField(max_length=240, verbose_name="nếu bạn từ 18 tuổi")),
                (
                    "messages",
                    wagtail.fields.StreamField(
                        [("message", 2)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Ví dụ: Gửi mẹ, ba", "label": "gửi cho", "max_length": 60},
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "tin nhắn", "max_length": 240}),
                            2: ("wagtail.blocks.StructBlock", [[("to", 0), ("text", 1)]], {}),
                        },
                        verbose_name="tin nhắn viết sẵn",
                    ),
                ),
                (
                    "after_call",
                    wagtail.fields.StreamField(
                        [("step", 3)],
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "việc", "max_length": 60}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "làm thế nào", "max_length": 240}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Ví dụ: Lỡ trả rồi? Vẫn kịp.",
                                    "label": "câu trấn an",
                                    "max_length": 160,
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 1), ("comfort", 2)]], {}),
                        },
                        verbose_name="gọi rồi thì sao",
                    ),
                ),
                (
                    "evidence",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "description": "Một dòng của danh sách, một ý",
                                    "icon": "minus",
                                    "label": "dòng",
                                    "max_length": 200,
                                    "preview_value": "Tin nhắn dọa, thấy rõ ngày giờ",
                                },
                            )
                        },
                        verbose_name="giữ lại những gì",
                    ),
                ),
                (
                    "evidence_warning",
                    models.CharField(blank=True, max_length=240, verbose_name="điều không nên làm với bằng chứng"),
                ),
                (
                    "places",
                    wagtail.fields.StreamField(
                        [("place", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "dùng khi nào", "max_length": 120}),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "nói thêm", "max_length": 240, "required": False},
                            ),
                            2: ("wagtail.blocks.URLBlock", (), {"label": "địa chỉ", "max_length": 200}),
                            3: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 1), ("url", 2)]], {}),
                        },
                        verbose_name="gỡ xuống, lấy lại",
                    ),
                ),
                ("places_note", models.CharField(blank=True, max_length=300, verbose_name="nói thêm về việc gỡ")),
                (
                    "not_to_say",
                    wagtail.fields.StreamField(
                        [("line", 0)],
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "description": "Một dòng của danh sách, một ý",
                                    "icon": "minus",
                                    "label": "dòng",
                                    "max_length": 200,
                                    "preview_value": "Tin nhắn dọa, thấy rõ ngày giờ",
                                },
                            )
                        },
                        verbose_name="người lớn đừng nói",
                    ),
                ),
                ("to_say", models.CharField(max_length=240, verbose_name="người lớn nên nói")),
                ("checked_source", models.CharField(blank=True, max_length=250, verbose_name="nguồn đã kiểm")),
                ("checked_by", models.CharField(blank=True, max_length=120, verbose_name="người kiểm")),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="đã kiểm ngày")),
                (
                    "check_due",
                    models.DateField(
                        blank=True,
                        help_text="Để trống: 90 ngày sau ngày kiểm.",
                        null=True,
                        verbose_name="kiểm lại trước ngày",
                    ),
                ),
                (
                    "awaits_native_reader",
                    models.BooleanField(
                        default=False,
                        help_text="Trang nói rõ điều này với bạn đọc.",
                        verbose_name="bản máy dịch, chờ người bản ngữ duyệt",
                    ),
                ),
            ],
            options={
                "verbose_name": "trang tình huống",
                "verbose_name_plural": "trang tình huống",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="GuideJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("reporter", "Phóng viên"),
                            ("desk", "Biên tập viên"),
                            ("secretary", "Thư ký tòa soạn"),
                            ("chief", "Tổng Biên tập"),
                            ("library", "Biên tập kho"),
                            ("translator", "Người dịch"),
                            ("kol_desk", "Phụ trách KOL"),
                            ("officer", "Cơ quan chỉ đạo, đoàn thể"),
                            ("body", "Cơ quan được giao việc"),
                            ("admin", "Quản trị viên"),
                            ("school", "Trường, đơn vị"),
                            ("partner", "Đối tác KOL"),
                        ],
                        max_length=12,
                        verbose_name="dành cho",
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
                ("slug", models.SlugField(max_length=60, verbose_name="địa chỉ")),
                ("title", models.CharField(max_length=120, verbose_name="việc")),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="câu mở đầu")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("step", 3)],
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Làm gì", "max_length": 80}),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Tên nút viết trong [[hai ngoặc vuông]].",
                                    "label": "Cách làm",
                                    "max_length": 600,
                                    "rows": 3,
                                },
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": home.guide.content.pictures, "label": "Ảnh màn hình", "required": False},
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 1), ("picture", 2)]], {}),
                        },
                        verbose_name="các bước",
                    ),
                ),
                ("seeded", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "trang hướng dẫn",
                "verbose_name_plural": "trang hướng dẫn",
                "ordering": ["order", "pk"],
                "constraints": [models.UniqueConstraint(fields=("slug", "language"), name="guide_one_per_language")],
            },
        ),
        migrations.CreateModel(
            name="HomePage",
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
                ("intro", models.CharField(blank=True, max_length=250, verbose_name="câu giới thiệu")),
                (
                    "pins",
                    wagtail.fields.StreamField(
                        [("lead", 4), ("second", 5), ("tip", 6), ("clip", 7)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Chọn được cả bài hẹn giờ: bài hiện ở đây ngay khi được đăng.",
                                    "label": "Bài",
                                    "page_type": ["articles.ArticlePage"],
                                },
                            ),
                            1: ("wagtail.blocks.DateTimeBlock", (), {"label": "Ghim từ", "required": False}),
                            2: (
                                "wagtail.blocks.DateTimeBlock",
                                (),
                                {
                                    "help_text": "Hết giờ này, ô tự lấy bài mới. Để trống: ghim đến khi bạn bỏ.",
                                    "label": "Ghim đến",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Thứ tự", "min_value": 0, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("story", 0), ("since", 1), ("until", 2), ("position", 3)]],
                                {"label": "Tin chính"},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("story", 0), ("since", 1), ("until", 2), ("position", 3)]],
                                {"label": "Cạnh tin chính"},
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("story", 0), ("since", 1), ("until", 2), ("position", 3)]],
                                {"label": "Mẹo hôm nay"},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("story", 0), ("since", 1), ("until", 2), ("position", 3)]],
                                {"label": "Xem và nghe"},
                            ),
                        },
                        editable=False,
                        verbose_name="bài chọn tay",
                    ),
                ),
                (
                    "four_eyes",
                    models.BooleanField(
                        default=False,
                        help_text="Bật: thay đổi ở bàn “Trang nhất” chờ một người khác xác nhận. Tin nóng lên ngay, không chờ.",
                        verbose_name="bốn mắt ở trang nhất",
                    ),
                ),
                (
                    "front_sections",
                    wagtail.fields.StreamField(
                        [("today", 1), ("clips", 2), ("columns", 5), ("library", 6), ("quiet", 7), ("strip", 8)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Để trống thì dùng tên sẵn có.",
                                    "label": "Tên dải",
                                    "max_length": 60,
                                    "required": False,
                                },
                            ),
                            1: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0)]],
                                {
                                    "description": "Mẹo trong ngày, câu hỏi nhanh, bức tường",
                                    "icon": "pick",
                                    "label": "Mẹo hôm nay",
                                },
                            ),
                            2: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0)]],
                                {"description": "Một video lớn, bốn clip dọc", "icon": "media", "label": "Xem và nghe"},
                            ),
                            3: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Chuyên mục", "page_type": ["articles.SectionPage"]},
                            ),
                            4: (
                                "wagtail.blocks.ListBlock",
                                (3,),
                                {
                                    "default": [],
                                    "help_text": "Chọn hai chuyên mục, theo thứ tự. Để trống: trang tự chọn chuyên mục có nhiều bài mới nhất.",
                                    "label": "Chuyên mục",
                                    "max_num": 3,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("sections", 4)]],
                                {
                                    "description": "Hai chuyên mục và “Đọc nhiều”",
                                    "icon": "table",
                                    "label": "Cột chuyên mục",
                                },
                            ),
                            6: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0)]],
                                {
                                    "description": "Tài liệu mới, đúng tỉ lệ",
                                    "icon": "folder-open-inverse",
                                    "label": "Kệ tài liệu",
                                },
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0)]],
                                {
                                    "description": "Ba chuyên mục ít bài hơn",
                                    "icon": "list-ul",
                                    "label": "Các chuyên mục khác",
                                },
                            ),
                            8: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0)]],
                                {
                                    "description": "Số trường đã khai, lịch sắp tới",
                                    "icon": "calendar",
                                    "label": "Trường học và sự kiện",
                                },
                            ),
                        },
                        help_text="Kéo để đổi thứ tự; dải không có trong danh sách thì không hiện. Để trống: thứ tự sẵn có.",
                        verbose_name="các dải",
                    ),
                ),
                (
                    "help_recording",
                    models.ForeignKey(
                        blank=True,
                        help_text="Do một người đọc trong ngôn ngữ này, không dùng giọng máy. Có thì trang trợ giúp hiện nút nghe.",
                        limit_choices_to={"kind": "audio"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="bản ghi âm trang “Cần giúp đỡ?”",
                    ),
                ),
            ],
            options={
                "verbose_name": "trang chủ",
                "verbose_name_plural": "trang chủ",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FrontArrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slots", models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nhap", "chưa đưa lên"),
                            ("cho", "chờ xác nhận"),
                            ("hien", "đã đưa lên"),
                            ("bo", "đã hoàn tác"),
                        ],
                        default="nhap",
                        max_length=4,
                        verbose_name="trạng thái",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("shown_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="lời nhắn")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shown_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="arrangements", to="home.homepage"
                    ),
                ),
            ],
            options={
                "verbose_name": "cách xếp trang nhất",
                "verbose_name_plural": "cách xếp trang nhất",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["page", "state", "-id"], name="arrangement_of_page")],
            },
        ),
        migrations.RunSQL(
            "CREATE INDEX home_root_pages ON wagtailcore_page (path) WHERE depth = 1", "DROP INDEX home_root_pages"
        ),
    ]
