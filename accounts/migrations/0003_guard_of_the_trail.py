"""Triggers that refuse to change or delete a line of the trail, on either database.

They stand on the table as it is: where a later migration makes the table anew, as SQLite does for
most changes, it ends with ``set_guard``; ``manage.py verify`` tells where that was forgotten.
"""

from django.db import migrations

from accounts.trail.guard import lift_guard, set_guard


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_head")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: set_guard(editor.connection),
            lambda apps, editor: lift_guard(editor.connection),
        ),
    ]
