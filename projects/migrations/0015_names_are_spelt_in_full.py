from django.db import migrations, models

from projects.naming import pinyin_of


def spell(apps, schema_editor):
    project_model = apps.get_model("projects", "Project")
    projects = list(project_model.objects.only("pk", "name"))
    for project in projects:
        project.pinyin = pinyin_of(project.name)
    project_model.objects.bulk_update(projects, ["pinyin"], batch_size=500)


class Migration(migrations.Migration):
    """Projects are found by the pinyin of their names in full too."""

    dependencies = [
        ("projects", "0014_starts_are_recognised_on_evidence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="project",
            name="pinyin",
            field=models.CharField(
                blank=True, editable=False, max_length=1000, verbose_name="拼音"
            ),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
