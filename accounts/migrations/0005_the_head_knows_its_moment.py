"""The head of the chain knows when its last line was written, so that the next is never earlier."""

from django.db import migrations, models


def know_the_last_line(apps, schema_editor):
    lines = apps.get_model("accounts", "AuditEvent").objects.order_by("-at")
    last = lines.values_list("at", flat=True).first()
    apps.get_model("accounts", "AuditHead").objects.update(last_at=last)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_sessions_know_their_user")]

    operations = [
        migrations.AddField(
            model_name="audithead", name="last_at", field=models.DateTimeField(null=True)
        ),
        migrations.RunPython(know_the_last_line, migrations.RunPython.noop),
    ]
