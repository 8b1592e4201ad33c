"""The one row that orders the audit trail exists before the first line is written."""

from django.db import migrations


def make_head(apps, schema_editor):
    apps.get_model("accounts", "AuditHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_head, migrations.RunPython.noop)]
