"""A line of the trail names its actor and county without a constraint: ten thousand lines of an
import were held against both tables one by one, on PostgreSQL a twelfth of its own time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.trail.guard import set_guard


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_units_have_successors")]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="操作人",
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="county",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="县",
            ),
        ),
        # SQLite made the table anew, without its triggers.
        migrations.RunPython(
            lambda apps, editor: set_guard(editor.connection), migrations.RunPython.noop
        ),
    ]
