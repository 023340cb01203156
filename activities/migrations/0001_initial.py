import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import activities.models.classroom


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("files", "0001_initial"),
        ("media_library", "0001_initial"),
        ("users", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuizPage",
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
                    "questions",
                    wagtail.fields.StreamField(
                        [("quiz_question", 11)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.TextBlock", (), {"label": "Câu hỏi", "max_length": 300}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("do", "Nên làm"),
                                        ("avoid", "Không nên làm"),
                                        ("sign", "Dấu hiệu"),
                                        ("true", "Điều đúng"),
                                        ("false", "Điều sai"),
                                    ],
                                    "help_text": "Chữ cạnh đáp án theo ô này: câu của kẻ xấu mang chữ “Dấu hiệu đáng ngờ”, không mang chữ “Nên làm”.",
                                    "label": "Câu hỏi tìm gì",
                                },
                            ),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Câu trả lời", "max_length": 200}),
                            3: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Hiện ngay sau khi chọn. Không trách người chọn; nói việc nên làm.",
                                    "label": "Vì sao",
                                    "max_length": 500,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {
                                    "help_text": "Đúng điều câu hỏi tìm: việc nên làm, việc không nên làm, dấu hiệu, điều đúng hay điều sai.",
                                    "label": "Đáp án",
                                    "required": False,
                                },
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("text", 2), ("reason", 3), ("is_right", 4)]], {}),
                            6: (
                                "wagtail.blocks.ListBlock",
                                (5,),
                                {
                                    "help_text": "Hai đến bốn câu, mỗi câu có lý do; ít nhất một câu là đáp án. Kéo để đổi thứ tự.",
                                    "label": "Các câu trả lời",
                                    "max_num": 4,
                                    "min_num": 2,
                                },
                            ),
                            7: (
                                "articles.blocks.pictures.PictureChooserBlock",
                                (),
                                {"label": "Ảnh", "required": False},
                            ),
                            8: (
                                "articles.blocks.media.AssetBlock",
                                (),
                                {
                                    "help_text": "Hiện thành thẻ dưới câu hỏi, có nút mở và tải.",
                                    "label": "Clip, poster của kho",
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Nguồn", "max_length": 200, "required": False},
                            ),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Đường dẫn nguồn", "required": False}),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("text", 0),
                                        ("kind", 1),
                                        ("answers", 6),
                                        ("image", 7),
                                        ("asset", 8),
                                        ("source_name", 9),
                                        ("source_url", 10),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="các câu hỏi",
                    ),
                ),
                (
                    "bands",
                    wagtail.fields.StreamField(
                        [("band", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 0, "label": "Từ mấy câu chọn đúng", "max_value": 20, "min_value": 0},
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Lời kết", "max_length": 100}),
                            2: ("wagtail.blocks.TextBlock", (), {"label": "Đọc gì, làm gì tiếp", "max_length": 400}),
                            3: ("wagtail.blocks.PageChooserBlock", (), {"label": "Dẫn tới", "required": False}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Chữ trên nút", "max_length": 40, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("least", 0), ("title", 1), ("text", 2), ("page", 3), ("button", 4)]],
                                {},
                            ),
                        },
                        verbose_name="lời kết",
                    ),
                ),
            ],
            options={
                "verbose_name": "đố vui",
                "verbose_name_plural": "đố vui",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="ScenarioPage",
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
                    "player",
                    models.CharField(
                        blank=True,
                        help_text="Tên nhân vật, viết như ở đầu dòng lời trên máy.",
                        max_length=60,
                        verbose_name="bạn đọc là ai",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=4, verbose_name="chơi mất mấy phút")),
                (
                    "scenes",
                    wagtail.fields.StreamField(
                        [("scene", 11), ("call", 14), ("chat", 14), ("notification", 14)],
                        blank=True,
                        block_lookup={
                            0: (
                                "activities.scenario_content.blocks.SceneKeyBlock",
                                (),
                                {
                                    "help_text": "Ngắn, không dấu, không trùng; lựa chọn tìm cảnh bằng mã này.",
                                    "label": "Mã cảnh",
                                },
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Tên cảnh", "max_length": 90}),
                            2: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Nói với “bạn”. Không tả cách làm của kẻ xấu tỉ mỉ.",
                                    "label": "Lời kể",
                                    "max_length": 700,
                                },
                            ),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Lựa chọn", "max_length": 120}),
                            4: (
                                "activities.scenario_content.blocks.SceneKeyBlock",
                                (),
                                {"label": "Dẫn tới mã cảnh", "required": False},
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("text", 3), ("to", 4)]], {}),
                            6: (
                                "wagtail.blocks.ListBlock",
                                (5,),
                                {
                                    "default": [],
                                    "help_text": "Mỗi lựa chọn dẫn tới một cảnh khác nhau. Cảnh kết không cần lựa chọn.",
                                    "label": "Các lựa chọn",
                                    "max_num": 4,
                                    "min_num": 0,
                                },
                            ),
                            7: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("end", "Cái kết"),
                                        ("stop", "Chỗ dừng kể: từ đây quay lại hoặc tìm người giúp"),
                                    ],
                                    "help_text": "Để trống là cảnh thường.",
                                    "label": "Cảnh này là",
                                    "required": False,
                                },
                            ),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Cho cái kết: mỗi dòng một việc, dạng “Dừng: cúp máy, dù muộn”. Không lời nào trách.",
                                    "label": "Nhân vật đã làm được",
                                    "max_length": 500,
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.BooleanBlock",
                                (),
                                {"label": "Hỏi “lúc này bạn thấy sao?”", "required": False},
                            ),
                            10: (
                                "articles.blocks.pictures.PictureChooserBlock",
                                (),
                                {"label": "Ảnh", "required": False},
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 0),
                                        ("title", 1),
                                        ("text", 2),
                                        ("choices", 6),
                                        ("ending", 7),
                                        ("learned", 8),
                                        ("asks_feeling", 9),
                                        ("image", 10),
                                    ]
                                ],
                                {},
                            ),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Tên hiện trên máy", "max_length": 60}),
                            13: (
                                "activities.scenario_content.blocks.LinesBlock",
                                (),
                                {
                                    "help_text": "Mỗi dòng một câu, dạng “Mẹ: Con ăn cơm chưa?”. Dòng không có tên là thông báo của máy.",
                                    "label": "Lời trên máy",
                                    "max_length": 1200,
                                },
                            ),
                            14: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("key", 0),
                                        ("title", 1),
                                        ("text", 2),
                                        ("choices", 6),
                                        ("ending", 7),
                                        ("learned", 8),
                                        ("asks_feeling", 9),
                                        ("image", 10),
                                        ("who", 12),
                                        ("lines", 13),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="các cảnh",
                    ),
                ),
                (
                    "roles",
                    wagtail.fields.StreamField(
                        [("role", 2)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Viết như ở đầu dòng của lời trên máy.",
                                    "label": "Tên vai",
                                    "max_length": 60,
                                },
                            ),
                            1: ("wagtail.blocks.TextBlock", (), {"label": "Vai này là ai, muốn gì", "max_length": 400}),
                            2: ("wagtail.blocks.StructBlock", [[("name", 0), ("brief", 1)]], {}),
                        },
                        verbose_name="các vai để đóng",
                    ),
                ),
                (
                    "teacher_notes",
                    models.TextField(
                        blank=True,
                        help_text="Mỗi dòng một bước hoặc câu hỏi. In ra giấy.",
                        max_length=3000,
                        verbose_name="gợi ý cho thầy cô",
                    ),
                ),
            ],
            options={
                "verbose_name": "trò nhập vai",
                "verbose_name_plural": "trò nhập vai",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="họ và tên")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("kol", "KOL, người có ảnh hưởng"),
                            ("officer", "Cán bộ công an"),
                            ("expert", "Chuyên gia an ninh mạng"),
                            ("counsellor", "Chuyên gia tâm lý"),
                            ("rapporteur", "Báo cáo viên"),
                        ],
                        max_length=12,
                        verbose_name="nhóm",
                    ),
                ),
                ("topics", models.CharField(blank=True, max_length=300, verbose_name="chủ đề nói được")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="đơn vị, nơi ở")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="điện thoại")),
                ("is_active", models.BooleanField(default=True, verbose_name="đang nhận lời")),
                ("is_demo", models.BooleanField(default=False, verbose_name="nhân vật minh họa")),
            ],
            options={
                "verbose_name": "báo cáo viên",
                "verbose_name_plural": "báo cáo viên",
                "ordering": ["field", "name"],
            },
        ),
        migrations.CreateModel(
            name="ChallengePage",
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
                    "hashtag",
                    models.CharField(
                        blank=True, help_text="Ví dụ #KhongMotMinh.", max_length=60, verbose_name="hashtag"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="đến ngày")),
                (
                    "rules",
                    models.TextField(
                        blank=True, help_text="Mỗi dòng một điều.", max_length=1500, verbose_name="thể lệ"
                    ),
                ),
                (
                    "recap_kit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Các clip tổng kết của kho; trang tổng kết dẫn tới bộ và danh sách phát của bộ.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.kit",
                        verbose_name="bộ tài liệu tổng kết",
                    ),
                ),
            ],
            options={
                "verbose_name": "thử thách",
                "verbose_name_plural": "thử thách",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="ChoiceTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("story", models.UUIDField()),
                ("question", models.UUIDField()),
                ("answer", models.UUIDField()),
                ("week", models.DateField()),
                ("level", models.CharField(blank=True, max_length=20)),
                ("times", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "số lượt trả lời",
                "verbose_name_plural": "số lượt trả lời",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("story", "question", "answer", "week", "level"), name="choice_tally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=5, unique=True)),
                ("key", models.CharField(default=activities.models.classroom.new_key, max_length=32, unique=True)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("thcs", "THCS"), ("thpt", "THPT"), ("cao-dang", "Cao đẳng"), ("dai-hoc", "Đại học")],
                        max_length=20,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("lobby", "Chờ cả lớp vào"),
                            ("asking", "Đang hỏi"),
                            ("told", "Đã hiện lý do"),
                            ("over", "Đã hết câu"),
                        ],
                        default="lobby",
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("way", models.CharField(blank=True, max_length=60)),
                ("ends_at", models.DateTimeField(db_index=True)),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="class_sessions",
                        to="articles.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "buổi chơi ở lớp",
                "verbose_name_plural": "buổi chơi ở lớp",
            },
        ),
        migrations.CreateModel(
            name="ClassPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=activities.models.classroom.new_key, max_length=32, unique=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phones", to="activities.classsession"
                    ),
                ),
            ],
            options={
                "verbose_name": "máy trong lớp",
                "verbose_name_plural": "máy trong lớp",
            },
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Ví dụ: truyen-tranh-mua-thu", max_length=90, unique=True, verbose_name="địa chỉ"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="tên cuộc thi")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="giới thiệu")),
                (
                    "formats",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("viet-luan", "Viết luận"),
                                ("thuyet-trinh", "Thuyết trình"),
                                ("tranh-bien", "Tranh biện"),
                                ("ve-tranh", "Vẽ tranh"),
                                ("truyen-tranh", "Truyện tranh"),
                                ("am-nhac", "Âm nhạc"),
                                ("poster", "Poster"),
                                ("video", "Video"),
                                ("tro-choi", "Trò chơi nhập vai"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "rules_do",
                    models.TextField(
                        blank=True, help_text="Mỗi dòng một điều.", max_length=1500, verbose_name="thể lệ: nên"
                    ),
                ),
                (
                    "rules_dont",
                    models.TextField(
                        blank=True, help_text="Mỗi dòng một điều.", max_length=1500, verbose_name="thể lệ: không"
                    ),
                ),
                ("person_words", models.TextField(blank=True, max_length=600, verbose_name="lời đồng ý của tác giả")),
                (
                    "guardian_words",
                    models.TextField(blank=True, max_length=600, verbose_name="lời đồng ý của cha mẹ, người giám hộ"),
                ),
                ("opens_at", models.DateTimeField(verbose_name="nhận bài từ")),
                ("closes_at", models.DateTimeField(verbose_name="nhận bài đến")),
                (
                    "takes_entries",
                    models.BooleanField(
                        default=True,
                        help_text="Bỏ chọn khi bài nộp trên giấy, tại trường.",
                        verbose_name="nhận bài trên trang này",
                    ),
                ),
                (
                    "bodies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        editable=False,
                        help_text="keys of users.roles.bodies_of",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Nháp, chỉ đơn vị tổ chức thấy"),
                            ("asked", "Chờ duyệt để hiện công khai"),
                            ("public", "Đang hiện công khai"),
                            ("proposed", "Kết quả chờ người thứ hai duyệt"),
                            ("results", "Đã công bố kết quả"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("is_template", models.BooleanField(default=False, verbose_name="mẫu cho trường tự tổ chức")),
                (
                    "tie_reason",
                    models.CharField(
                        blank=True,
                        help_text="Hiện cho ban giám khảo.",
                        max_length=400,
                        verbose_name="lý do khi hai bài bằng điểm mà khác giải",
                    ),
                ),
                ("results_at", models.DateTimeField(blank=True, null=True, verbose_name="công bố kết quả lúc")),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="activities.contest",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="users.organisation",
                        verbose_name="đơn vị tổ chức",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
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
                "verbose_name": "cuộc thi",
                "verbose_name_plural": "cuộc thi",
                "ordering": ["-closes_at", "-pk"],
                "permissions": [("run_every_contest", "Được điều hành mọi cuộc thi")],
            },
        ),
        migrations.CreateModel(
            name="ContestLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "level",
                    models.CharField(
                        choices=[("thcs", "THCS"), ("thpt", "THPT"), ("cao-dang", "Cao đẳng"), ("dai-hoc", "Đại học")],
                        max_length=20,
                        verbose_name="bảng",
                    ),
                ),
                ("submit", models.CharField(max_length=200, verbose_name="nộp gì")),
                ("prizes", models.CharField(blank=True, max_length=200, verbose_name="giải")),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="levels", to="activities.contest"
                    ),
                ),
            ],
            options={
                "verbose_name": "bảng thi",
                "verbose_name_plural": "bảng thi",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContestRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=80, verbose_name="mốc")),
                ("planned_from", models.DateField(verbose_name="dự kiến từ")),
                ("planned_until", models.DateField(blank=True, null=True, verbose_name="dự kiến đến")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="ngày thực tế")),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="activities.contest"
                    ),
                ),
            ],
            options={
                "verbose_name": "mốc thời gian",
                "verbose_name_plural": "mốc thời gian",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=120, verbose_name="tiêu chí")),
                ("weight", models.PositiveSmallIntegerField(verbose_name="phần trăm")),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="activities.contest"
                    ),
                ),
            ],
            options={
                "verbose_name": "tiêu chí chấm",
                "verbose_name_plural": "tiêu chí chấm",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(editable=False, max_length=12, unique=True, verbose_name="mã bài")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("viet-luan", "Viết luận"),
                            ("thuyet-trinh", "Thuyết trình"),
                            ("tranh-bien", "Tranh biện"),
                            ("ve-tranh", "Vẽ tranh"),
                            ("truyen-tranh", "Truyện tranh"),
                            ("am-nhac", "Âm nhạc"),
                            ("poster", "Poster"),
                            ("video", "Video"),
                            ("tro-choi", "Trò chơi nhập vai"),
                        ],
                        max_length=20,
                        verbose_name="hình thức",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("thcs", "THCS"), ("thpt", "THPT"), ("cao-dang", "Cao đẳng"), ("dai-hoc", "Đại học")],
                        max_length=20,
                        verbose_name="bảng",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="tên bài")),
                ("about", models.CharField(blank=True, max_length=400, verbose_name="bài nói gì, trong một hai câu")),
                (
                    "alt",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="trong bài có gì, cho người không nhìn thấy"
                    ),
                ),
                ("tools", models.CharField(blank=True, max_length=200, verbose_name="phần nào dùng AI")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Nháp"),
                            ("submitted", "Đã nộp"),
                            ("shortlisted", "Vào vòng sau"),
                            ("excluded", "Không hợp lệ"),
                            ("withdrawn", "Đã rút"),
                            ("ended", "Hết hạn lưu"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "prize",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nhat", "Giải Nhất"),
                            ("nhi", "Giải Nhì"),
                            ("ba", "Giải Ba"),
                            ("khuyen-khich", "Giải Khuyến khích"),
                        ],
                        max_length=14,
                        verbose_name="giải",
                    ),
                ),
                ("is_hung", models.BooleanField(default=False, verbose_name="treo phòng tranh")),
                ("third_mark", models.BooleanField(default=False, verbose_name="cần giám khảo thứ ba")),
                ("office_note", models.CharField(blank=True, max_length=300, verbose_name="lời của ban tổ chức")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("mend_until", models.DateTimeField(blank=True, null=True, verbose_name="sửa đến")),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="activities.contest"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contest_entries",
                        to="users.organisation",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "bài dự thi",
                "verbose_name_plural": "bài dự thi",
                "ordering": ["submitted_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorship",
                        to="media_library.subjectconsent",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="authors", to="activities.entry"
                    ),
                ),
            ],
            options={
                "verbose_name": "tác giả",
                "verbose_name_plural": "tác giả",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(max_length=12)),
                ("after", models.CharField(max_length=12)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("note", models.CharField(blank=True, max_length=300)),
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="activities.entry"
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của bài dự thi",
                "verbose_name_plural": "bước của bài dự thi",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("declared_name", models.CharField(max_length=150, verbose_name="tên tệp")),
                ("refused", models.JSONField(blank=True, default=dict, verbose_name="lý do từ chối")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="activities.entry"
                    ),
                ),
                (
                    "stored",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_file",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp dự thi",
                "verbose_name_plural": "tệp dự thi",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=160, verbose_name="tên sự kiện")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Tập huấn, hội thảo"),
                            ("lesson", "Giờ học, chào cờ, sinh hoạt lớp"),
                            ("cyber-day", "Cyber Day, trải nghiệm"),
                            ("drama", "Sân khấu hóa"),
                            ("role-play", "Trò chơi nhập vai"),
                        ],
                        default="training",
                        max_length=10,
                        verbose_name="loại",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="dự kiến")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="kết thúc")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="ngày thực tế")),
                ("place", models.CharField(max_length=200, verbose_name="nơi tổ chức")),
                ("directions", models.CharField(blank=True, max_length=300, verbose_name="đường tới")),
                ("summary", models.TextField(blank=True, max_length=1500, verbose_name="giới thiệu")),
                ("audience", models.CharField(blank=True, max_length=120, verbose_name="dành cho")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="số người")),
                (
                    "places",
                    models.PositiveIntegerField(
                        default=0, help_text="0: không nhận đăng ký.", verbose_name="số chỗ cho đơn vị đăng ký"
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Để trống: khi sự kiện bắt đầu.",
                        null=True,
                        verbose_name="đóng đăng ký lúc",
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="hiện trên lịch công khai")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="đã hủy lúc")),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="users.organisation",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "speakers",
                    models.ManyToManyField(
                        blank=True, related_name="events", to="activities.speaker", verbose_name="báo cáo viên"
                    ),
                ),
            ],
            options={
                "verbose_name": "sự kiện",
                "verbose_name_plural": "sự kiện",
                "ordering": ["-starts_at"],
            },
        ),
        migrations.CreateModel(
            name="EventMaterial",
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
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="materials", to="activities.event"
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu của buổi này",
                "verbose_name_plural": "tài liệu của buổi này",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "caption",
                    models.CharField(
                        blank=True, help_text="Không ghi tên học sinh.", max_length=160, verbose_name="lời ảnh"
                    ),
                ),
                (
                    "event",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="activities.event"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="ảnh",
                    ),
                ),
            ],
            options={
                "verbose_name": "ảnh của buổi này",
                "verbose_name_plural": "ảnh của buổi này",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventRegistration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seats", models.PositiveIntegerField(default=0, verbose_name="số chỗ đang có")),
                ("waits_for", models.PositiveIntegerField(default=0, verbose_name="số chỗ đang chờ")),
                ("waits_since", models.DateTimeField(blank=True, null=True)),
                ("arrived", models.PositiveIntegerField(blank=True, null=True, verbose_name="số người đã đến")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registrations", to="activities.event"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_registrations",
                        to="users.organisation",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt đăng ký",
                "verbose_name_plural": "lượt đăng ký",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Juror",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("shown_as", models.CharField(max_length=80, verbose_name="tên hiện trên trang")),
                ("role", models.CharField(blank=True, max_length=120, verbose_name="giới thiệu")),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="jury", to="activities.contest"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="juries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "giám khảo",
                "verbose_name_plural": "giám khảo",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scores", models.JSONField(blank=True, default=dict, help_text="{key of the criterion: 0 to 10}")),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="điểm"),
                ),
                ("comment", models.CharField(blank=True, max_length=600, verbose_name="nhận xét")),
                ("recusal", models.CharField(blank=True, max_length=200, verbose_name="lý do không chấm")),
                ("marked_at", models.DateTimeField(auto_now=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="activities.entry"
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="activities.juror"
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu chấm",
                "verbose_name_plural": "phiếu chấm",
            },
        ),
        migrations.CreateModel(
            name="PaperPledges",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="số chữ ký trên giấy")),
                ("entered_at", models.DateTimeField(auto_now=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_pledges",
                        to="users.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "chữ ký trên giấy",
                "verbose_name_plural": "chữ ký trên giấy",
            },
        ),
        migrations.CreateModel(
            name="PledgeCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commitment", models.PositiveSmallIntegerField()),
                ("shard", models.PositiveSmallIntegerField()),
                ("number", models.IntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pledge_counts",
                        to="users.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "số cam kết",
                "verbose_name_plural": "số cam kết",
            },
        ),
        migrations.CreateModel(
            name="SpeakerRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("kol", "KOL, người có ảnh hưởng"),
                            ("officer", "Cán bộ công an"),
                            ("expert", "Chuyên gia an ninh mạng"),
                            ("counsellor", "Chuyên gia tâm lý"),
                            ("rapporteur", "Báo cáo viên"),
                        ],
                        max_length=12,
                        verbose_name="muốn mời",
                    ),
                ),
                ("topic", models.CharField(max_length=160, verbose_name="chủ đề")),
                (
                    "audience",
                    models.CharField(help_text="Ví dụ: khối 8, THCS", max_length=80, verbose_name="người nghe"),
                ),
                ("size", models.PositiveIntegerField(verbose_name="số người nghe")),
                ("first_date", models.DateField(verbose_name="ngày mong muốn")),
                ("second_date", models.DateField(blank=True, null=True, verbose_name="ngày thay thế")),
                ("place", models.CharField(max_length=200, verbose_name="nơi tổ chức")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Đã gửi"),
                            ("offered", "Chờ hai bên xác nhận"),
                            ("agreed", "Đã chốt"),
                            ("declined", "Chưa xếp được"),
                            ("withdrawn", "Đã rút"),
                            ("cancelled", "Đã hủy"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("planned_at", models.DateTimeField(blank=True, null=True, verbose_name="giờ dự kiến")),
                (
                    "offer",
                    models.PositiveSmallIntegerField(default=0, help_text="number of the offer; an answer names it"),
                ),
                ("unit_yes_at", models.DateTimeField(blank=True, null=True)),
                ("speaker_yes_at", models.DateTimeField(blank=True, null=True)),
                ("office_note", models.CharField(blank=True, max_length=500, verbose_name="lời nhắn")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "event",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="request",
                        to="activities.event",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speaker_requests",
                        to="users.organisation",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="activities.speaker",
                        verbose_name="báo cáo viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "yêu cầu mời báo cáo viên",
                "verbose_name_plural": "yêu cầu mời báo cáo viên",
                "ordering": ["-created_at"],
                "permissions": [("arrange_speakers", "Được xếp báo cáo viên cho đơn vị")],
            },
        ),
        migrations.CreateModel(
            name="Brick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ward", models.CharField(blank=True, max_length=80, verbose_name="xã, phường")),
                (
                    "nickname",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="place in NICKNAMES; 0 for none", verbose_name="biệt danh"
                    ),
                ),
                ("laid_on", models.DateField(verbose_name="ngày")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bricks",
                        to="users.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "viên gạch",
                "verbose_name_plural": "viên gạch",
                "indexes": [models.Index(fields=["organisation", "-id"], name="newest_bricks_of_unit")],
            },
        ),
        migrations.CreateModel(
            name="ChallengeLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("challenge", models.UUIDField(db_index=True)),
                ("url", models.URLField(max_length=300, verbose_name="liên kết")),
                ("player", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=120, verbose_name="lời giới thiệu")),
                ("sender_kind", models.CharField(max_length=8)),
                ("sender_key", models.UUIDField()),
                ("sender_name", models.CharField(max_length=200, verbose_name="nơi gửi")),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "Chờ duyệt"), ("shown", "Đang hiện"), ("declined", "Không đăng")],
                        default="sent",
                        max_length=8,
                        verbose_name="trạng thái",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do")),
                ("decided_at", models.DateTimeField(null=True)),
                ("highlight_week", models.DateField(null=True)),
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
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="ảnh bìa",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "clip của thử thách",
                "verbose_name_plural": "clip của thử thách",
                "indexes": [models.Index(fields=["challenge", "state", "-decided_at"], name="challenge_wall")],
                "constraints": [models.UniqueConstraint(fields=("challenge", "player"), name="challenge_clip_once")],
            },
        ),
        migrations.CreateModel(
            name="ClassVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("letter", models.CharField(max_length=1)),
                (
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="votes", to="activities.classphone"
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt chọn",
                "verbose_name_plural": "lượt chọn",
                "constraints": [models.UniqueConstraint(fields=("phone", "number"), name="class_vote_once")],
            },
        ),
        migrations.CreateModel(
            name="ContestText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="tên cuộc thi")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="giới thiệu")),
                ("rules_do", models.TextField(blank=True, max_length=1500, verbose_name="thể lệ: nên")),
                ("rules_dont", models.TextField(blank=True, max_length=1500, verbose_name="thể lệ: không")),
                ("person_words", models.TextField(blank=True, max_length=600, verbose_name="lời đồng ý của tác giả")),
                (
                    "guardian_words",
                    models.TextField(blank=True, max_length=600, verbose_name="lời đồng ý của cha mẹ, người giám hộ"),
                ),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="activities.contest"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="ngôn ngữ",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản dịch của cuộc thi",
                "verbose_name_plural": "bản dịch của cuộc thi",
                "constraints": [
                    models.UniqueConstraint(fields=("contest", "locale"), name="one_text_per_contest_and_language")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["contest", "state", "submitted_at"], name="entries_of_contest"),
        ),
        migrations.AddConstraint(
            model_name="eventmaterial",
            constraint=models.UniqueConstraint(fields=("event", "asset"), name="material_once_per_event"),
        ),
        migrations.AddConstraint(
            model_name="eventphoto",
            constraint=models.UniqueConstraint(fields=("event", "image"), name="photo_once_per_event"),
        ),
        migrations.AddConstraint(
            model_name="eventregistration",
            constraint=models.UniqueConstraint(
                fields=("event", "organisation"), name="one_registration_per_unit_and_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="juror",
            constraint=models.UniqueConstraint(fields=("contest", "user"), name="one_seat_per_juror"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("entry", "juror"), name="one_mark_per_juror"),
        ),
        migrations.AddConstraint(
            model_name="pledgecount",
            constraint=models.UniqueConstraint(
                fields=("organisation", "commitment", "shard"), name="one_counter_per_wall", nulls_distinct=False
            ),
        ),
    ]
