"""What ours is measured against: the bare machine, and the usual way."""

import io
from typing import Any

import tablib
from django.db import connection, transaction
from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget
from python_calamine import CalamineWorkbook

from accounts.models import Unit
from benchmarks.county import JUNE
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from projects.models import Part, Project, ProjectUnit

COLUMNS = (
    "project_id",
    "period_id",
    "unit_id",
    "year",
    "month",
    "month_amount",
    "year_to_date",
    "progress",
)
# Columns of the table that the file says nothing of, and that have no default in the database.
CONSTANTS: dict[str, Any] = {
    column.attname: column.get_default()
    for column in MonthlyEntry._meta.concrete_fields
    if not (column.null or column.primary_key or column.attname in COLUMNS)
} | {"state": EntryState.SUBMITTED.value}


def calamine_and_copy(content: bytes, county: Unit) -> None:
    """The floor: calamine, a dictionary of names, COPY into a temporary table, one upsert."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    projects = dict(Project.objects.filter(county=county).values_list("name", "pk"))
    units = dict(
        ProjectUnit.objects.filter(project__county=county, part=Part.REPORTING).values_list(
            "project", "unit"
        )
    )
    period = ReportingPeriod.objects.get(county=county, month=JUNE.month)
    lines = io.StringIO()
    for row in rows[3:]:
        project = projects[str(row[1])]
        amount, total = (int(str(cell).partition(".")[0]) * WAN for cell in row[3:5])
        values = (project, period.pk, units[project], 2019, 6, amount, total, row[5])
        lines.write("\t".join(map(str, values)) + "\n")
    lines.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(COLUMNS)
        cursor.execute(
            f"CREATE TEMP TABLE incoming ON COMMIT DROP AS "
            f"SELECT {names} FROM investment_monthlyentry WHERE false"
        )
        cursor.copy_expert(f"COPY incoming ({names}) FROM STDIN", lines)
        constants = ", ".join("%s" for _ in CONSTANTS)
        updates = ", ".join(f"{n} = excluded.{n}" for n in ("month_amount", "year_to_date"))
        cursor.execute(
            f"INSERT INTO investment_monthlyentry ({names}, {', '.join(CONSTANTS)}) "
            f"SELECT {names}, {constants} FROM incoming "
            f"ON CONFLICT (project_id, year, month) DO UPDATE SET {updates}",
            [*CONSTANTS.values()],
        )


class EntryResource(resources.ModelResource):
    """Monthly entries by django-import-export, as its documentation begins."""

    project = fields.Field("project", "项目名称", ForeignKeyWidget(Project, "name"))
    month_amount = fields.Field("month_amount", "本月完成投资")
    year_to_date = fields.Field("year_to_date", "本年累计完成投资")
    progress = fields.Field("progress", "形象进度")

    class Meta:
        model = MonthlyEntry
        import_id_fields = ("project", "year", "month")
        fields = ("project", "month_amount", "year_to_date", "progress", "year", "month")

    def before_save_instance(self, instance: MonthlyEntry, row: dict, **kwargs: object) -> None:
        instance.period = ReportingPeriod.objects.get(
            county=instance.project.county, year=instance.year, month=instance.month
        )
        instance.unit = instance.project.unit_parts.get(part=Part.REPORTING).unit


def import_export_resource(content: bytes) -> None:
    """The usual way; raises when a row failed."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    data = tablib.Dataset(headers=[*rows[2], "year", "month"])
    for row in rows[3:]:
        cells = [str(cell).removesuffix(".0") for cell in row]
        data.append([*cells, 2019, 6])
    result = EntryResource().import_data(data, raise_errors=True)
    assert not result.has_errors()
