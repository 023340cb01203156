import django.core.validators
import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import articles.models.editorial
import articles.models.mixins.editorial
import articles.models.mixins.public


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("campaign", "0001_initial"),
        ("media_library", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticlePage",
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
                    "genre",
                    models.CharField(
                        choices=[
                            ("tin", "Tin"),
                            ("bai", "Bài"),
                            ("phong-su", "Phóng sự"),
                            ("phong-van", "Phỏng vấn"),
                            ("hoi-dap", "Hỏi – đáp"),
                            ("infographic", "Infographic"),
                            ("chum-anh", "Chùm ảnh"),
                            ("video", "Video"),
                            ("podcast", "Podcast"),
                            ("meo", "Mẹo"),
                            ("emagazine", "E-magazine"),
                            ("diem-tin", "Điểm tin"),
                            ("cach-lam-hay", "Cách làm hay"),
                            ("kol", "KOL"),
                            ("do-vui", "Đố vui"),
                            ("nhap-vai", "Nhập vai"),
                            ("thu-thach", "Thử thách"),
                        ],
                        default="tin",
                        max_length=12,
                        verbose_name="thể loại",
                    ),
                ),
                (
                    "kicker",
                    models.CharField(
                        blank=True,
                        help_text="Dòng nhỏ trên tít; để trống thì hiện tên chuyên mục.",
                        max_length=60,
                        verbose_name="tít mào",
                    ),
                ),
                (
                    "sapo",
                    models.TextField(
                        help_text="25–55 tiếng, nói điều quan trọng nhất.", max_length=700, verbose_name="sapo"
                    ),
                ),
                ("lead_caption", models.CharField(blank=True, max_length=250, verbose_name="chú thích ảnh chính")),
                (
                    "lead_credit",
                    models.CharField(
                        blank=True,
                        help_text="Để trống thì lấy nguồn ghi trong kho ảnh.",
                        max_length=120,
                        verbose_name="nguồn ảnh chính",
                    ),
                ),
                (
                    "transcript",
                    wagtail.fields.RichTextField(
                        blank=True, help_text="Cho người không nghe được.", verbose_name="bản chữ của clip, podcast"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("figure", 5),
                            ("gallery", 8),
                            ("quote", 11),
                            ("question", 15),
                            ("facts", 22),
                            ("steps", 28),
                            ("warning", 31),
                            ("table", 36),
                            ("embed", 41),
                            ("asset", 42),
                            ("kit", 43),
                            ("link", 45),
                            ("post_link", 48),
                            ("help", 49),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("base.blocks.text.HeadingBlock", (), {}),
                            1: ("base.blocks.text.ParagraphBlock", (), {}),
                            2: ("articles.blocks.pictures.PictureChooserBlock", (), {"label": "Ảnh"}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Chú thích", "max_length": 250}),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Để trống thì lấy nguồn ghi trong kho ảnh.",
                                    "label": "Nguồn ảnh",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            5: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3), ("credit", 4)]], {}),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Tên chùm ảnh", "max_length": 120, "required": False},
                            ),
                            7: ("wagtail.blocks.ListBlock", (5,), {"label": "Các ảnh", "max_num": 30, "min_num": 2}),
                            8: ("wagtail.blocks.StructBlock", [[("title", 6), ("pictures", 7)]], {}),
                            9: ("wagtail.blocks.TextBlock", (), {"label": "Lời trích", "max_length": 500}),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ai nói", "max_length": 120, "required": False},
                            ),
                            11: ("wagtail.blocks.StructBlock", [[("text", 9), ("who", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Hỏi", "max_length": 250}),
                            13: ("base.blocks.text.ParagraphBlock", (), {"label": "Đáp"}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ai trả lời", "max_length": 120, "required": False},
                            ),
                            15: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13), ("who", 14)]], {}),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Con số", "label": "Tên hộp", "max_length": 80},
                            ),
                            17: ("wagtail.blocks.CharBlock", (), {"label": "Con số", "max_length": 30}),
                            18: ("wagtail.blocks.CharBlock", (), {"label": "Nghĩa là gì", "max_length": 160}),
                            19: ("wagtail.blocks.StructBlock", [[("figure", 17), ("meaning", 18)]], {}),
                            20: (
                                "wagtail.blocks.ListBlock",
                                (19,),
                                {"label": "Các con số", "max_num": 6, "min_num": 1},
                            ),
                            21: ("wagtail.blocks.CharBlock", (), {"label": "Nguồn, ngày công bố", "max_length": 200}),
                            22: ("wagtail.blocks.StructBlock", [[("title", 16), ("facts", 20), ("source", 21)]], {}),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Làm ngay", "label": "Tên hộp", "max_length": 40},
                            ),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "Việc", "max_length": 60}),
                            25: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Làm thế nào", "max_length": 250, "required": False},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("action", 24), ("detail", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Các bước", "max_num": 5, "min_num": 1}),
                            28: ("wagtail.blocks.StructBlock", [[("title", 23), ("steps", 27)]], {}),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "default": "Đoạn này có thể gây khó chịu. Bấm để đọc, hoặc bỏ qua",
                                    "label": "Lời báo trước",
                                    "max_length": 140,
                                },
                            ),
                            30: ("base.blocks.text.ParagraphBlock", (), {"label": "Đoạn văn"}),
                            31: ("wagtail.blocks.StructBlock", [[("summary", 29), ("text", 30)]], {}),
                            32: ("wagtail.blocks.CharBlock", (), {"label": "Tên bảng", "max_length": 160}),
                            33: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Chữ", "max_length": 300, "required": False},
                            ),
                            34: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 33)]],
                                {"label": "Bảng"},
                            ),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Nguồn", "max_length": 200, "required": False},
                            ),
                            36: ("wagtail.blocks.StructBlock", [[("caption", 32), ("table", 34), ("source", 35)]], {}),
                            37: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Trang xem clip của YouTube, TikTok hoặc Facebook.",
                                    "label": "Liên kết clip",
                                },
                            ),
                            38: ("wagtail.blocks.CharBlock", (), {"label": "Tên clip", "max_length": 160}),
                            39: (
                                "articles.blocks.pictures.PictureChooserBlock",
                                (),
                                {"label": "Hình chờ", "required": False},
                            ),
                            40: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Cho người không xem hoặc không nghe được.",
                                    "label": "Clip nói gì",
                                    "max_length": 600,
                                },
                            ),
                            41: (
                                "wagtail.blocks.StructBlock",
                                [[("url", 37), ("title", 38), ("poster", 39), ("summary", 40)]],
                                {},
                            ),
                            42: ("articles.blocks.media.AssetBlock", (), {}),
                            43: ("articles.blocks.reading.KitBlock", (), {}),
                            44: ("articles.blocks.story_chooser.StoryChooserBlock", (), {"label": "Bài"}),
                            45: ("wagtail.blocks.StructBlock", [[("story", 44)]], {}),
                            46: ("wagtail.blocks.URLBlock", (), {"label": "Liên kết bài đăng"}),
                            47: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Chữ hiện trên liên kết", "max_length": 120},
                            ),
                            48: ("wagtail.blocks.StructBlock", [[("url", 46), ("text", 47)]], {}),
                            49: ("base.blocks.notices.HelpBlock", (), {}),
                        },
                        verbose_name="nội dung",
                    ),
                ),
                ("is_milestone", models.BooleanField(default=False, verbose_name="mốc chính của dòng sự kiện")),
                (
                    "paid_by",
                    models.CharField(
                        blank=True,
                        help_text="Có tên thì mọi nơi ghi “Có tài trợ” và tên ấy trước tít. Không ai trả thì để trống.",
                        max_length=80,
                        verbose_name="ai trả tiền hoặc tài trợ",
                    ),
                ),
                (
                    "made_by",
                    models.CharField(
                        blank=True,
                        help_text="Đứng tên đầu tiên ở bài, ví dụ tên của KOL.",
                        max_length=80,
                        verbose_name="người ngoài tòa soạn thực hiện",
                    ),
                ),
                (
                    "signed_by_outlet",
                    models.BooleanField(
                        default=False,
                        help_text="Bài của cả tòa soạn, không của riêng ai. Có người đứng tên thì không hiện.",
                        verbose_name="ký tên tòa soạn",
                    ),
                ),
                ("source_name", models.CharField(blank=True, max_length=200, verbose_name="nguồn tin")),
                ("source_url", models.URLField(blank=True, verbose_name="đường dẫn nguồn")),
                (
                    "content_warning",
                    models.CharField(
                        blank=True,
                        help_text="Hiện ngay dưới sapo, trước ảnh. Nói cách bỏ qua đoạn khó đọc.",
                        max_length=300,
                        verbose_name="cảnh báo nội dung",
                    ),
                ),
                (
                    "has_minor",
                    models.BooleanField(blank=True, null=True, verbose_name="có trẻ em, học sinh nhận ra được"),
                ),
                (
                    "has_victim",
                    models.BooleanField(blank=True, null=True, verbose_name="nói về nạn nhân hoặc vụ việc cụ thể"),
                ),
                ("had_minor", models.BooleanField(default=False, editable=False)),
                ("had_victim", models.BooleanField(default=False, editable=False)),
                (
                    "answers_reason",
                    models.TextField(
                        blank=True,
                        help_text="Chỉ khi bài từng trả lời Có ở hai câu trên. Ít nhất 20 ký tự; người kiểm an toàn đọc rồi mới duyệt.",
                        max_length=500,
                        verbose_name="vì sao đổi từ Có sang Không",
                    ),
                ),
                (
                    "never_print",
                    models.TextField(
                        blank=True,
                        help_text="Mỗi dòng một tên, biệt danh, trường hay nơi ở của người cần giấu. Máy chặn bài có những chữ ấy ở bất cứ ô nào, thứ tiếng nào. Bạn đọc không thấy danh sách này.",
                        max_length=1000,
                        verbose_name="không bao giờ in",
                    ),
                ),
                ("is_hot", models.BooleanField(default=False, verbose_name="tin nóng")),
                ("is_featured", models.BooleanField(default=False, verbose_name="tiêu điểm")),
                (
                    "pinned_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Thư ký đặt; để trống là không giữ.",
                        null=True,
                        verbose_name="giữ ở đầu chuyên mục đến",
                    ),
                ),
                (
                    "social_text",
                    models.TextField(blank=True, max_length=500, verbose_name="lời dẫn khi đăng mạng xã hội"),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Để trống thì lấy giờ xuất bản lần đầu.",
                        null=True,
                        verbose_name="giờ đăng hiển thị",
                    ),
                ),
                ("listed_in", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "audio",
                    models.ForeignKey(
                        blank=True,
                        help_text="Podcast, hoặc bài đọc thành tiếng; lấy từ kho tài liệu.",
                        limit_choices_to={"kind": "audio"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="bản nghe",
                    ),
                ),
                (
                    "lead_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="ảnh chính",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(blank=True, to="campaign.topic", verbose_name="chủ đề"),
                ),
                (
                    "video",
                    models.ForeignKey(
                        blank=True,
                        help_text="Một clip đã phát hành trong kho tài liệu; phát ngay trong bài, thay ảnh chính.",
                        limit_choices_to={"kind": "video"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_library.asset",
                        verbose_name="clip của bài",
                    ),
                ),
            ],
            options={
                "verbose_name": "bài",
                "verbose_name_plural": "bài",
                "permissions": [("pin_article", "Được giữ bài ở đầu chuyên mục")],
            },
            bases=(
                articles.models.mixins.public.StoryPublicMixin,
                articles.models.mixins.editorial.StoryEditorialMixin,
                "wagtailcore.page",
            ),
        ),
        migrations.CreateModel(
            name="AuthorIndexPage",
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
                "verbose_name": "trang tác giả",
                "verbose_name_plural": "trang tác giả",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="ChildSafetyState",
            fields=[
                (
                    "taskstate_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.taskstate",
                    ),
                ),
                ("ticks", models.JSONField(default=list)),
                ("text_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "lần kiểm an toàn trẻ em",
                "verbose_name_plural": "lần kiểm an toàn trẻ em",
            },
            bases=("wagtailcore.taskstate",),
        ),
        migrations.CreateModel(
            name="FourEyesApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "refuse_last_editor",
                    models.BooleanField(
                        default=True,
                        help_text="Bật ở bước duyệt đăng: người đã viết hoặc sửa từ lần đăng trước không tự cho đăng.",
                        verbose_name="người đã sửa chữ không được duyệt",
                    ),
                ),
                ("step", models.CharField(blank=True, editable=False, max_length=10)),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước duyệt bởi người thứ hai",
                "verbose_name_plural": "bước duyệt bởi người thứ hai",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="CorrectionIndexPage",
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
                "verbose_name": "trang đính chính",
                "verbose_name_plural": "trang đính chính",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="HashtagIndexPage",
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
                "verbose_name": "trang hashtag",
                "verbose_name_plural": "trang hashtag",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="TopicIndexPage",
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
                "verbose_name": "trang chủ đề",
                "verbose_name_plural": "trang chủ đề",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="CaseStudyPage",
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
                ("place", models.CharField(max_length=160, verbose_name="trường, đơn vị")),
                ("ward", models.CharField(blank=True, max_length=80, verbose_name="xã, phường")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("thcs", "THCS"), ("thpt", "THPT"), ("cao-dang", "Cao đẳng"), ("dai-hoc", "Đại học")],
                        max_length=20,
                        verbose_name="cấp học",
                    ),
                ),
                ("is_pioneer", models.BooleanField(default=False, verbose_name="điểm trường tiên phong")),
                ("challenge", models.TextField(blank=True, max_length=600, verbose_name="khó khăn lúc đầu")),
                (
                    "outcome",
                    models.TextField(
                        blank=True, help_text="Số liệu ghi rõ nguồn và ngày.", max_length=600, verbose_name="kết quả"
                    ),
                ),
                (
                    "effort",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: một tiết, hai giáo viên, ba tờ A3.",
                        max_length=200,
                        verbose_name="cần gì để làm lại",
                    ),
                ),
            ],
            options={
                "verbose_name": "cách làm hay",
                "verbose_name_plural": "cách làm hay",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="LongformPage",
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
                    "chapters",
                    wagtail.fields.StreamField(
                        [("chapter", 35)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Tên chương", "max_length": 110}),
                            1: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Lời dẫn chương", "max_length": 400, "required": False},
                            ),
                            2: (
                                "articles.blocks.pictures.PictureChooserBlock",
                                (),
                                {"label": "Ảnh mở chương", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Chú thích ảnh", "max_length": 250, "required": False},
                            ),
                            4: ("base.blocks.text.HeadingBlock", (), {}),
                            5: ("base.blocks.text.ParagraphBlock", (), {}),
                            6: ("articles.blocks.pictures.PictureChooserBlock", (), {"label": "Ảnh"}),
                            7: ("wagtail.blocks.CharBlock", (), {"label": "Chú thích", "max_length": 250}),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Để trống thì lấy nguồn ghi trong kho ảnh.",
                                    "label": "Nguồn ảnh",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("image", 6), ("caption", 7), ("credit", 8)]], {}),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Tên chùm ảnh", "max_length": 120, "required": False},
                            ),
                            11: ("wagtail.blocks.ListBlock", (9,), {"label": "Các ảnh", "max_num": 30, "min_num": 2}),
                            12: ("wagtail.blocks.StructBlock", [[("title", 10), ("pictures", 11)]], {}),
                            13: ("wagtail.blocks.TextBlock", (), {"label": "Lời trích", "max_length": 500}),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ai nói", "max_length": 120, "required": False},
                            ),
                            15: ("wagtail.blocks.StructBlock", [[("text", 13), ("who", 14)]], {}),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Con số", "label": "Tên hộp", "max_length": 80},
                            ),
                            17: ("wagtail.blocks.CharBlock", (), {"label": "Con số", "max_length": 30}),
                            18: ("wagtail.blocks.CharBlock", (), {"label": "Nghĩa là gì", "max_length": 160}),
                            19: ("wagtail.blocks.StructBlock", [[("figure", 17), ("meaning", 18)]], {}),
                            20: (
                                "wagtail.blocks.ListBlock",
                                (19,),
                                {"label": "Các con số", "max_num": 6, "min_num": 1},
                            ),
                            21: ("wagtail.blocks.CharBlock", (), {"label": "Nguồn, ngày công bố", "max_length": 200}),
                            22: ("wagtail.blocks.StructBlock", [[("title", 16), ("facts", 20), ("source", 21)]], {}),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Làm ngay", "label": "Tên hộp", "max_length": 40},
                            ),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "Việc", "max_length": 60}),
                            25: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Làm thế nào", "max_length": 250, "required": False},
                            ),
                            26: ("wagtail.blocks.StructBlock", [[("action", 24), ("detail", 25)]], {}),
                            27: ("wagtail.blocks.ListBlock", (26,), {"label": "Các bước", "max_num": 5, "min_num": 1}),
                            28: ("wagtail.blocks.StructBlock", [[("title", 23), ("steps", 27)]], {}),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "default": "Đoạn này có thể gây khó chịu. Bấm để đọc, hoặc bỏ qua",
                                    "label": "Lời báo trước",
                                    "max_length": 140,
                                },
                            ),
                            30: ("base.blocks.text.ParagraphBlock", (), {"label": "Đoạn văn"}),
                            31: ("wagtail.blocks.StructBlock", [[("summary", 29), ("text", 30)]], {}),
                            32: ("articles.blocks.media.AssetBlock", (), {}),
                            33: ("base.blocks.notices.HelpBlock", (), {}),
                            34: (
                                "wagtail.blocks.StreamBlock",
                                [
                                    [
                                        ("heading", 4),
                                        ("paragraph", 5),
                                        ("figure", 9),
                                        ("gallery", 12),
                                        ("quote", 15),
                                        ("facts", 22),
                                        ("steps", 28),
                                        ("warning", 31),
                                        ("asset", 32),
                                        ("help", 33),
                                    ]
                                ],
                                {"label": "Nội dung"},
                            ),
                            35: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("intro", 1), ("image", 2), ("caption", 3), ("body", 34)]],
                                {},
                            ),
                        },
                        verbose_name="các chương",
                    ),
                ),
                (
                    "byline_note",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: Trình bày: Demo An. Đồ họa: Demo Bình.",
                        max_length=160,
                        verbose_name="dòng thực hiện",
                    ),
                ),
            ],
            options={
                "verbose_name": "e-magazine",
                "verbose_name_plural": "e-magazine",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="RoundupPage",
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
                    "items",
                    wagtail.fields.StreamField(
                        [("item", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Tít của tin", "max_length": 160}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Báo, cơ quan", "max_length": 120}),
                            2: ("wagtail.blocks.URLBlock", (), {"label": "Đường dẫn"}),
                            3: ("wagtail.blocks.DateBlock", (), {"label": "Ngày đăng", "required": False}),
                            4: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Tóm bằng lời của mình", "max_length": 400, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("source", 1), ("url", 2), ("published_on", 3), ("summary", 4)]],
                                {},
                            ),
                        },
                        verbose_name="các tin điểm",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm tin",
                "verbose_name_plural": "điểm tin",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="ArticleTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_items",
                        to="articles.articlepage",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_items",
                        to="taggit.tag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="articlepage",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="articles.ArticleTag",
                to="taggit.Tag",
                verbose_name="từ khóa",
            ),
        ),
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=articles.models.editorial.new_token, editable=False, max_length=64, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="ai dùng, ở máy nào")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dùng lần cuối")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calendar_keys", to="campaign.outlet"
                    ),
                ),
            ],
            options={
                "verbose_name": "địa chỉ lịch",
                "verbose_name_plural": "địa chỉ lịch",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="ChildSafetyTask",
            fields=[
                (
                    "foureyesapprovaltask_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="articles.foureyesapprovaltask",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước kiểm tra an toàn trẻ em",
                "verbose_name_plural": "bước kiểm tra an toàn trẻ em",
            },
            bases=("articles.foureyesapprovaltask",),
        ),
        migrations.CreateModel(
            name="DetailOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("details", models.JSONField()),
                (
                    "reason",
                    models.TextField(
                        help_text="Ai đồng ý, vì sao bạn đọc cần biết. Ít nhất 20 ký tự. Người duyệt nào cũng đọc được.",
                        max_length=500,
                        verbose_name="vì sao vẫn nêu",
                    ),
                ),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
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
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="detail_overrides",
                        to="articles.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "quyết định nêu thông tin riêng",
                "verbose_name_plural": "quyết định nêu thông tin riêng",
                "ordering": ["-decided_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FeeScale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit", models.PositiveIntegerField(verbose_name="giá trị một đơn vị hệ số, đồng")),
                ("coefficients", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outlet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fee_scale", to="campaign.outlet"
                    ),
                ),
            ],
            options={
                "verbose_name": "thang nhuận bút",
                "verbose_name_plural": "thang nhuận bút",
            },
        ),
        migrations.CreateModel(
            name="NamedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="tên bản")),
                ("named_at", models.DateTimeField(auto_now_add=True)),
                (
                    "named_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="newsroom_name",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản có tên",
                "verbose_name_plural": "bản có tên",
                "ordering": ["-revision__created_at"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("full_name", models.CharField(max_length=120, verbose_name="họ và tên")),
                (
                    "given_name",
                    models.CharField(
                        blank=True,
                        help_text="Để sắp xếp: “Thư” trong “Nguyễn Minh Thư”.",
                        max_length=50,
                        verbose_name="tên gọi",
                    ),
                ),
                (
                    "honorific",
                    models.CharField(
                        blank=True, help_text="Ví dụ: Trung tá, ThS.", max_length=40, verbose_name="danh xưng"
                    ),
                ),
                (
                    "pen_name",
                    models.CharField(
                        blank=True,
                        help_text="Địa chỉ trang tác giả làm từ họ tên thì đổi theo bút danh mới đặt.",
                        max_length=80,
                        verbose_name="bút danh",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Để trống thì lấy từ tên.",
                        max_length=90,
                        unique=True,
                        verbose_name="địa chỉ trang tác giả",
                    ),
                ),
                ("bio", models.CharField(blank=True, max_length=250, verbose_name="giới thiệu ngắn")),
                ("bio_en", models.CharField(blank=True, max_length=250, verbose_name="giới thiệu bằng tiếng Anh")),
                ("bio_km", models.CharField(blank=True, max_length=250, verbose_name="giới thiệu bằng tiếng Khmer")),
                (
                    "has_page",
                    models.BooleanField(
                        default=True,
                        help_text="Bỏ chọn khi người này không muốn có trang riêng.",
                        verbose_name="có trang tác giả",
                    ),
                ),
                (
                    "links",
                    models.TextField(
                        blank=True,
                        help_text="Mỗi dòng một địa chỉ, bắt đầu bằng https://. Hiện ở trang tác giả.",
                        max_length=600,
                        verbose_name="trang khác của người này",
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        help_text="Người đứng tên ở bài thì không duyệt bài ấy.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="campaign.outlet",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="ảnh chân dung",
                    ),
                ),
            ],
            options={
                "verbose_name": "tác giả",
                "verbose_name_plural": "tác giả",
                "ordering": ["given_name", "full_name"],
            },
        ),
        migrations.CreateModel(
            name="ArticleByline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("text", "Bài"),
                            ("photo", "Ảnh"),
                            ("video", "Video"),
                            ("graphic", "Đồ họa"),
                            ("translation", "Dịch"),
                            ("from", "Theo"),
                            ("compiled", "Tổng hợp"),
                        ],
                        default="text",
                        max_length=12,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        help_text="Để trống thì hiện bút danh của người ấy, không có bút danh thì hiện họ tên. Ký tên khác thì bài không dẫn tới trang tác giả và không có trong danh sách bài của người ấy.",
                        max_length=80,
                        verbose_name="ký tên khác ở bài này",
                    ),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Cho bảng nhuận bút; để trống thì chia đều phần còn lại. Bạn đọc không thấy.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100, "Phần công từ 0 đến 100%.")],
                        verbose_name="phần công, %",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bylines", to="articles.articlepage"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bylines",
                        to="articles.person",
                        verbose_name="người",
                    ),
                ),
            ],
            options={
                "verbose_name": "tác giả",
                "verbose_name_plural": "tác giả",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=articles.models.editorial.new_token, editable=False, max_length=64, unique=True
                    ),
                ),
                (
                    "reader",
                    models.CharField(
                        help_text="Ví dụ: ThS. An, người được phỏng vấn.", max_length=120, verbose_name="gửi cho ai"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="đọc được đến")),
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
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_links",
                        to="articles.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết xem trước",
                "verbose_name_plural": "liên kết xem trước",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="PreviewVerdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "says",
                    models.CharField(
                        choices=[("dong-y", "Đồng ý"), ("sua", "Đề nghị sửa")], max_length=8, verbose_name="ý kiến"
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="nhận xét")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="articles.previewlink"
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "ý kiến của người xem trước",
                "verbose_name_plural": "ý kiến của người xem trước",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="SectionPage",
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
                    "short_title",
                    models.CharField(blank=True, max_length=24, verbose_name="tên gọn trên thanh chuyên mục"),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="giới thiệu một câu")),
                (
                    "accent",
                    models.CharField(
                        choices=[
                            ("song", "xanh sông"),
                            ("phusa", "đỏ phù sa"),
                            ("dien", "vàng điên điển"),
                            ("sen", "xanh sen"),
                            ("tim", "tím bằng lăng"),
                            ("ink", "mực"),
                        ],
                        default="song",
                        max_length=10,
                        verbose_name="màu nhấn",
                    ),
                ),
                (
                    "is_sensitive",
                    models.BooleanField(
                        default=False,
                        help_text="Hiện nút “Thoát nhanh” và hộp trợ giúp ở đầu trang.",
                        verbose_name="chuyên mục nhạy cảm",
                    ),
                ),
                (
                    "is_tip_wall",
                    models.BooleanField(
                        default=False,
                        help_text="Cho chuyên mục mà bài là thẻ mẹo nhanh.",
                        verbose_name="hiện thành tường thẻ mẹo",
                    ),
                ),
                ("in_section_bar", models.BooleanField(default=True, verbose_name="hiện trên thanh chuyên mục")),
                (
                    "audiences",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, to="campaign.audience", verbose_name="đối tượng"
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="campaign.outlet",
                        verbose_name="cơ quan phụ trách",
                    ),
                ),
            ],
            options={
                "verbose_name": "chuyên mục",
                "verbose_name_plural": "chuyên mục",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="SpecialPage",
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
                ("kicker", models.CharField(blank=True, max_length=60, verbose_name="tít mào")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="lời dẫn")),
                (
                    "accent",
                    models.CharField(
                        choices=[
                            ("song", "xanh sông"),
                            ("phusa", "đỏ phù sa"),
                            ("dien", "vàng điên điển"),
                            ("sen", "xanh sen"),
                            ("tim", "tím bằng lăng"),
                            ("ink", "mực"),
                        ],
                        default="song",
                        max_length=10,
                        verbose_name="màu nhấn",
                    ),
                ),
                ("is_sensitive", models.BooleanField(default=False, verbose_name="chuyên trang nhạy cảm")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("stories", 7),
                            ("figure", 11),
                            ("gallery", 14),
                            ("quote", 17),
                            ("question", 21),
                            ("facts", 28),
                            ("steps", 34),
                            ("warning", 37),
                            ("asset", 38),
                            ("call", 42),
                            ("help", 43),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("base.blocks.text.HeadingBlock", (), {}),
                            1: ("base.blocks.text.ParagraphBlock", (), {}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Tên hàng", "max_length": 80, "required": False},
                            ),
                            3: ("articles.blocks.story_chooser.StoryChooserBlock", (), {"label": "Bài"}),
                            4: (
                                "wagtail.blocks.ListBlock",
                                (3,),
                                {"default": [], "label": "Chọn từng bài", "max_num": 12, "min_num": 0},
                            ),
                            5: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("campaign.Topic",),
                                {"label": "Hoặc lấy bài mới của chủ đề", "required": False},
                            ),
                            6: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"default": 4, "label": "Nhiều nhất mấy bài", "max_value": 12, "min_value": 1},
                            ),
                            7: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 2), ("pages", 4), ("topic", 5), ("number", 6)]],
                                {},
                            ),
                            8: ("articles.blocks.pictures.PictureChooserBlock", (), {"label": "Ảnh"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Chú thích", "max_length": 250}),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Để trống thì lấy nguồn ghi trong kho ảnh.",
                                    "label": "Nguồn ảnh",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            11: ("wagtail.blocks.StructBlock", [[("image", 8), ("caption", 9), ("credit", 10)]], {}),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Tên chùm ảnh", "max_length": 120, "required": False},
                            ),
                            13: ("wagtail.blocks.ListBlock", (11,), {"label": "Các ảnh", "max_num": 30, "min_num": 2}),
                            14: ("wagtail.blocks.StructBlock", [[("title", 12), ("pictures", 13)]], {}),
                            15: ("wagtail.blocks.TextBlock", (), {"label": "Lời trích", "max_length": 500}),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ai nói", "max_length": 120, "required": False},
                            ),
                            17: ("wagtail.blocks.StructBlock", [[("text", 15), ("who", 16)]], {}),
                            18: ("wagtail.blocks.CharBlock", (), {"label": "Hỏi", "max_length": 250}),
                            19: ("base.blocks.text.ParagraphBlock", (), {"label": "Đáp"}),
                            20: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Ai trả lời", "max_length": 120, "required": False},
                            ),
                            21: ("wagtail.blocks.StructBlock", [[("question", 18), ("answer", 19), ("who", 20)]], {}),
                            22: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Con số", "label": "Tên hộp", "max_length": 80},
                            ),
                            23: ("wagtail.blocks.CharBlock", (), {"label": "Con số", "max_length": 30}),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "Nghĩa là gì", "max_length": 160}),
                            25: ("wagtail.blocks.StructBlock", [[("figure", 23), ("meaning", 24)]], {}),
                            26: (
                                "wagtail.blocks.ListBlock",
                                (25,),
                                {"label": "Các con số", "max_num": 6, "min_num": 1},
                            ),
                            27: ("wagtail.blocks.CharBlock", (), {"label": "Nguồn, ngày công bố", "max_length": 200}),
                            28: ("wagtail.blocks.StructBlock", [[("title", 22), ("facts", 26), ("source", 27)]], {}),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"default": "Làm ngay", "label": "Tên hộp", "max_length": 40},
                            ),
                            30: ("wagtail.blocks.CharBlock", (), {"label": "Việc", "max_length": 60}),
                            31: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"label": "Làm thế nào", "max_length": 250, "required": False},
                            ),
                            32: ("wagtail.blocks.StructBlock", [[("action", 30), ("detail", 31)]], {}),
                            33: ("wagtail.blocks.ListBlock", (32,), {"label": "Các bước", "max_num": 5, "min_num": 1}),
                            34: ("wagtail.blocks.StructBlock", [[("title", 29), ("steps", 33)]], {}),
                            35: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "default": "Đoạn này có thể gây khó chịu. Bấm để đọc, hoặc bỏ qua",
                                    "label": "Lời báo trước",
                                    "max_length": 140,
                                },
                            ),
                            36: ("base.blocks.text.ParagraphBlock", (), {"label": "Đoạn văn"}),
                            37: ("wagtail.blocks.StructBlock", [[("summary", 35), ("text", 36)]], {}),
                            38: ("articles.blocks.media.AssetBlock", (), {}),
                            39: ("wagtail.blocks.CharBlock", (), {"label": "Lời mời", "max_length": 160}),
                            40: ("wagtail.blocks.CharBlock", (), {"label": "Chữ trên nút", "max_length": 40}),
                            41: ("wagtail.blocks.PageChooserBlock", (), {"label": "Dẫn tới"}),
                            42: ("wagtail.blocks.StructBlock", [[("text", 39), ("button", 40), ("page", 41)]], {}),
                            43: ("base.blocks.notices.HelpBlock", (), {}),
                        },
                        verbose_name="các khối",
                    ),
                ),
                (
                    "lead_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="ảnh chính",
                    ),
                ),
            ],
            options={
                "verbose_name": "chuyên trang",
                "verbose_name_plural": "chuyên trang",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StorylinePage",
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
                ("kicker", models.CharField(blank=True, max_length=60, verbose_name="tít mào")),
                ("intro", models.TextField(blank=True, max_length=500, verbose_name="lời dẫn")),
                ("is_over", models.BooleanField(default=False, verbose_name="đã khép lại")),
                (
                    "lead_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media_library.siteimage",
                        verbose_name="ảnh chính",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng sự kiện",
                "verbose_name_plural": "dòng sự kiện",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.AddField(
            model_name="articlepage",
            name="storyline",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stories",
                to="articles.storylinepage",
                verbose_name="dòng sự kiện",
            ),
        ),
        migrations.CreateModel(
            name="TakeDown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("tre-em", "Lộ danh tính trẻ em hoặc nạn nhân"),
                            ("dong-y", "Người trong bài, cha mẹ yêu cầu gỡ"),
                            ("sai", "Sai nghiêm trọng"),
                            ("phap-luat", "Theo yêu cầu của cơ quan có thẩm quyền"),
                            ("ban-quyen", "Bản quyền chữ, ảnh, nhạc"),
                            ("doi-tac", "Đối tác rút bài hoặc hết thời hạn được phép dùng"),
                            ("khac", "Lý do khác"),
                        ],
                        max_length=12,
                        verbose_name="vì sao",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        help_text="Ai yêu cầu, lúc nào, chỗ nào trong bài. Chỉ tòa soạn đọc được.",
                        max_length=1000,
                        verbose_name="ghi rõ",
                    ),
                ),
                (
                    "answers_410",
                    models.BooleanField(
                        default=True,
                        help_text="Máy tìm kiếm nhờ đó bỏ bài khỏi kết quả. Trang báo không nhắc lại tít.",
                        verbose_name="để lại trang báo “bài đã gỡ” (410)",
                    ),
                ),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="gỡ lúc")),
                (
                    "return_reason",
                    models.TextField(
                        blank=True,
                        help_text="Điều gì đã đổi từ khi gỡ: chỗ nào đã sửa, ai đồng ý. Ít nhất 20 ký tự. Chỉ tòa soạn đọc được.",
                        max_length=1000,
                        verbose_name="vì sao đăng lại",
                    ),
                ),
                (
                    "return_asked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="xin đăng lại lúc"),
                ),
                ("lifted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="đăng lại lúc")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="takedowns",
                        to="articles.articlepage",
                        verbose_name="bài",
                    ),
                ),
                (
                    "return_asked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lần gỡ bài",
                "verbose_name_plural": "lần gỡ bài",
                "ordering": ["-taken_at"],
            },
        ),
        migrations.CreateModel(
            name="TipPage",
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
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="số thứ tự")),
                ("do_this", models.CharField(max_length=160, verbose_name="NÊN")),
                ("not_this", models.CharField(max_length=160, verbose_name="KHÔNG NÊN")),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("song", "xanh sông"),
                            ("phusa", "đỏ phù sa"),
                            ("dien", "vàng điên điển"),
                            ("sen", "xanh sen"),
                            ("tim", "tím bằng lăng"),
                            ("cream", "kem"),
                        ],
                        default="song",
                        max_length=10,
                        verbose_name="màu thẻ",
                    ),
                ),
                (
                    "audiences",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, to="campaign.audience", verbose_name="dành cho"
                    ),
                ),
            ],
            options={
                "verbose_name": "thẻ mẹo nhanh",
                "verbose_name_plural": "thẻ mẹo nhanh",
            },
            bases=("articles.articlepage",),
        ),
        migrations.CreateModel(
            name="BreakingNews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(verbose_name="tự tắt lúc")),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="breaking",
                        to="articles.articlepage",
                        verbose_name="bài",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tin nóng",
                "verbose_name_plural": "tin nóng",
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["until"], name="breaking_running")
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("dinh-chinh", "Đính chính"), ("cai-chinh", "Cải chính"), ("noi-ro", "Nói rõ thêm")],
                        default="dinh-chinh",
                        max_length=12,
                        verbose_name="loại",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Nói chỗ sai, chỗ đúng, và xin lỗi nếu cần. Không nhắc lại thông tin riêng của trẻ em.",
                        max_length=1000,
                        verbose_name="nội dung đính chính",
                    ),
                ),
                (
                    "hides_older",
                    models.BooleanField(
                        default=False,
                        help_text="Chọn khi bản cũ lộ danh tính trẻ em, nạn nhân, hoặc thông tin không được phép công bố.",
                        verbose_name="không cho đọc bản cũ",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="số")),
                (
                    "frozen_at",
                    models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name="đăng lúc"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("redacted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="bỏ chữ lúc")),
                (
                    "redaction_reason",
                    models.TextField(blank=True, editable=False, max_length=500, verbose_name="vì sao bỏ chữ"),
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
                (
                    "older_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="articles.articlepage",
                        verbose_name="bài",
                    ),
                ),
                (
                    "redacted_by",
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
                "verbose_name": "đính chính",
                "verbose_name_plural": "đính chính",
                "ordering": ["-frozen_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "number"), name="correction_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("frozen_at__isnull", True), ("number__isnull", False), _connector="OR"),
                        name="frozen_correction_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NewsroomWorkflow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("nhanh", "Tin nhanh"), ("an-toan", "Bài có trẻ em hoặc vụ việc")], max_length=10
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="workflows", to="campaign.outlet"
                    ),
                ),
                (
                    "workflow",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="newsroom_way",
                        to="wagtailcore.workflow",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy trình của cơ quan",
                "verbose_name_plural": "quy trình của cơ quan",
                "constraints": [
                    models.UniqueConstraint(fields=("outlet", "way"), name="one_workflow_per_outlet_and_way")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500, verbose_name="địa chỉ")),
                (
                    "status",
                    models.PositiveSmallIntegerField(default=0, help_text="HTTP status of the last answer; 0 for none"),
                ),
                ("checked_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, help_text="nights in a row without a good answer"),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_links",
                        to="articles.articlepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "liên kết ra ngoài",
                "verbose_name_plural": "liên kết ra ngoài",
                "indexes": [models.Index(fields=["address"], name="outside_link_address")],
                "constraints": [models.UniqueConstraint(fields=("page", "address"), name="one_row_per_outside_link")],
            },
        ),
        migrations.CreateModel(
            name="ReadCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hour",
                    models.DateTimeField(
                        help_text="the full hour in which the readings began, UTC", verbose_name="giờ"
                    ),
                ),
                ("reads", models.PositiveIntegerField(default=0, verbose_name="lượt đọc")),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reads", to="articles.articlepage"
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt đọc",
                "verbose_name_plural": "lượt đọc",
                "indexes": [models.Index(fields=["hour"], name="read_count_hour")],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "hour"), name="one_read_count_per_page_and_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160, verbose_name="đề tài")),
                ("genre", models.CharField(blank=True, max_length=12, verbose_name="thể loại")),
                ("planned_for", models.DateTimeField(verbose_name="định đăng lúc")),
                (
                    "due_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Người viết nộp bài trước giờ này. Để trống: trước giờ đăng.",
                        null=True,
                        verbose_name="hạn nộp",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Viết gì, bao dài, mấy ảnh, hỏi ai.",
                        max_length=1000,
                        verbose_name="đề bài",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("du-kien", "Dự kiến"), ("dang-viet", "Đang viết"), ("bo", "Bỏ")],
                        default="du-kien",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                (
                    "page",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan",
                        to="articles.articlepage",
                        verbose_name="bài",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người viết",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="articles.sectionpage",
                        verbose_name="chuyên mục",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề tài",
                "verbose_name_plural": "đề tài",
                "ordering": ["planned_for"],
                "indexes": [models.Index(fields=["planned_for"], name="planned_for")],
            },
        ),
        migrations.AddIndex(
            model_name="articlepage",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("page_ptr"), descending=True),
                name="article_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="articlepage",
            index=models.Index(
                models.F("listed_in"),
                models.OrderBy(models.F("published_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("page_ptr"), descending=True),
                name="article_newest_of_section",
            ),
        ),
        migrations.AddIndex(
            model_name="articlepage",
            index=models.Index(
                models.OrderBy(models.F("published_at"), descending=True, nulls_last=True),
                models.OrderBy(models.F("page_ptr"), descending=True),
                condition=models.Q(("genre__in", ("video", "kol", "podcast"))),
                name="article_newest_clip",
            ),
        ),
        migrations.AddIndex(
            model_name="articlepage",
            index=models.Index(
                condition=models.Q(("pinned_until__isnull", False)), fields=["pinned_until"], name="article_pinned"
            ),
        ),
    ]
