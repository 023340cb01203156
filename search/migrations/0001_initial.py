import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

import base.languages.names


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices,
                        default="vi",
                        max_length=5,
                        verbose_name="ngôn ngữ",
                    ),
                ),
                (
                    "phrases",
                    models.TextField(
                        help_text="Mỗi dòng một cách nói, ví dụ “tờ rơi”, “tờ gấp”, “leaflet”. Có dấu hay không đều được.",
                        max_length=600,
                        verbose_name="các cách nói",
                    ),
                ),
            ],
            options={
                "verbose_name": "nhóm từ đồng nghĩa",
                "verbose_name_plural": "từ đồng nghĩa",
                "ordering": ["language", "phrases"],
            },
        ),
        migrations.CreateModel(
            name="DistressCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="its first day", verbose_name="tháng")),
                (
                    "kind",
                    models.CharField(
                        help_text="key of crisis_rules.RULES, or “added”", max_length=10, verbose_name="loại"
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="lượt")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("month", "kind"), name="distress_count_once")],
            },
        ),
        migrations.CreateModel(
            name="DistressPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices,
                        default="vi",
                        max_length=5,
                        verbose_name="ngôn ngữ",
                    ),
                ),
                (
                    "phrase",
                    models.CharField(
                        help_text="Viết đủ dấu: “tự tử” cũng bắt được “tu tu”, nhưng không bắt nhầm “từ từ”.",
                        max_length=80,
                        verbose_name="cụm từ",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="vì sao có từ này")),
            ],
            options={
                "verbose_name": "từ cầu cứu",
                "verbose_name_plural": "từ cầu cứu",
                "ordering": ["language", "phrase"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "phrase"),
                        name="distress_phrase_once",
                        violation_error_message="Cụm từ này đã có rồi.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedQuery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=base.languages.names.language_choices, max_length=5, verbose_name="ngôn ngữ"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=60)),
                ("words", models.CharField(max_length=60, verbose_name="chữ đã gõ")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="số lần")),
                ("last_on", models.DateField(auto_now_add=True, verbose_name="lần cuối")),
            ],
            options={
                "verbose_name": "câu tìm không ra",
                "verbose_name_plural": "câu tìm không ra",
                "ordering": ["-times", "words"],
                "default_permissions": ["view", "delete"],
                "constraints": [models.UniqueConstraint(fields=("language", "folded"), name="missed_query_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "Tin, bài"),
                            ("tip", "Mẹo"),
                            ("asset", "Tài liệu"),
                            ("kit", "Bộ tài liệu"),
                            ("event", "Sự kiện"),
                            ("kol", "KOL"),
                            ("page", "Trang"),
                            ("help", "Trợ giúp"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "object_id",
                    models.CharField(help_text="page id, or uuid of an asset, kit or partner", max_length=40),
                ),
                ("language", models.CharField(max_length=5)),
                ("title", models.CharField(max_length=255)),
                ("summary", models.TextField(blank=True)),
                ("address", models.CharField(help_text="path of the page, with the language prefix", max_length=300)),
                (
                    "head",
                    models.CharField(blank=True, help_text="folded words of the title, for ranking", max_length=600),
                ),
                (
                    "facets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list
                    ),
                ),
                ("vector", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("heading", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["vector"], name="search_entry_vector"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["heading"], name="search_entry_heading"
                    ),
                    models.Index(fields=["-published_at"], name="search_entry_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id", "language"), name="one_entry_per_object_and_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=5)),
                ("word", models.CharField(max_length=125)),
                (
                    "shown",
                    models.CharField(blank=True, help_text="the same with its marks, as first seen", max_length=160),
                ),
                (
                    "count",
                    models.PositiveIntegerField(default=1, help_text="documents; exact after rebuild_search only"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("language", "word"), name="search_word_once")],
            },
        ),
    ]
