import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_audit_head"),
        ("assessment", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="scoreevent", name="event_proposed_once"),
        migrations.RenameField(model_name="scoreevent", old_name="text", new_name="reason"),
        migrations.AlterField(
            model_name="scoreevent", name="reason", field=models.TextField(verbose_name="事由")
        ),
        migrations.AddField(
            model_name="scoreevent",
            name="proposed_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="提出时间"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="scoreevent",
            name="decided_at",
            field=models.DateTimeField(null=True, verbose_name="审定时间"),
        ),
        migrations.AlterField(
            model_name="scoreevent",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审定人",
            ),
        ),
        migrations.AlterField(
            model_name="scoreevent",
            name="decision",
            field=models.TextField(blank=True, verbose_name="审定意见"),
        ),
        migrations.AlterField(
            model_name="scoreevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "待审定"),
                    ("accepted", "已采纳"),
                    ("refused", "未采纳"),
                    ("withdrawn", "已撤回"),
                ],
                default="waiting",
                max_length=20,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "accepted"])),
                fields=("rule", "unit", "happened_on", "reason"),
                name="event_proposed_once",
            ),
        ),
    ]
