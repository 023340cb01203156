from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ScheduledRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=100, unique=True, verbose_name="lệnh")),
                ("started_at", models.DateTimeField(null=True, verbose_name="bắt đầu")),
                ("succeeded_at", models.DateTimeField(null=True, verbose_name="lần xong gần nhất")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="lỗi của lần gần nhất")),
            ],
            options={
                "verbose_name": "lần chạy theo giờ",
                "verbose_name_plural": "lần chạy theo giờ",
            },
        ),
        migrations.CreateModel(
            name="WorkerHeartbeat",
            fields=[
                ("worker_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("queues", models.CharField(max_length=200)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("seen_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "tiến trình nền",
                "verbose_name_plural": "tiến trình nền",
            },
        ),
    ]
