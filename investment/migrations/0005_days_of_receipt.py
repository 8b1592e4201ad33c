"""Entries that were sent before the day of receipt was kept were received when they were sent."""

from django.db import migrations
from django.utils import timezone


def received_when_sent(apps, schema_editor):
    entries = apps.get_model("investment", "MonthlyEntry").objects.exclude(submitted_at=None)
    changed = []
    for entry in entries.only("submitted_at").iterator():
        entry.received_on = timezone.localtime(entry.submitted_at).date()
        changed.append(entry)
    entries.model.objects.bulk_update(changed, ["received_on"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("investment", "0004_reporting_discipline")]

    operations = [migrations.RunPython(received_when_sent, migrations.RunPython.noop)]
