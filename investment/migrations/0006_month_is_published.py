import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHOICES = [("not", "未发布"), ("flash", "快报"), ("final", "定数")]


class Migration(migrations.Migration):
    dependencies = [
        ("investment", "0005_called_entered_on_behalf"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # What stands already says nothing, as the trail does; tick settles it with a line of its own.
        migrations.AddField(
            model_name="reportingperiod",
            name="published_as",
            field=models.CharField(
                blank=True, choices=CHOICES, default="", max_length=20, verbose_name="发布"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="reportingperiod",
            name="published_as",
            field=models.CharField(
                blank=True, choices=CHOICES, default="not", max_length=20, verbose_name="发布"
            ),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="published_at",
            field=models.DateTimeField(null=True, verbose_name="发布时间"),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="发布人",
            ),
        ),
    ]
