"""What the tests of forms share: the sample county's own figures, and forms run by command."""

import csv
import io
import tempfile
from pathlib import Path

import openpyxl
from django.core.management import call_command

from demo.loading import WORKBOOKS

BLANKS = Path(__file__).parent / "blanks"
YELLOW, BLUE = "FFFFFF00", "FFBDD7EE"


def run(*command, **options):
    """The lines that a command prints."""
    out = io.StringIO()
    call_command(*map(str, command), stdout=out, **options)
    return out.getvalue().splitlines()


def adopted(path, *options):
    """The number of a form that was matched by command, and what was asked of it."""
    *asked, _, number = run("adopt_table", path, "--as-of", "2019-06-30", "--accept", *options)
    return number, asked


def filled(number, as_of="2019-06-30"):
    """The form as it comes out, and what the command says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "填好.xlsx"
        told = run("fill_table", number, "--as-of", as_of, "--output", path)
        return path.read_bytes(), told


def opened(content, **options):
    if isinstance(content, Path):
        content = content.read_bytes()
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def colours(sheet, colour):
    """The cells of a colour, by reference."""
    return {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == colour
    }


def plan_lines():
    with (WORKBOOKS / "plain" / "plan.csv").open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def reports(month):
    """What was reported in a month, by project; with 累计, the year to date."""
    found = {}
    with (WORKBOOKS / "plain" / "monthly.csv").open(encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream):
            if int(row["月份"]) > month:
                continue
            total = found.get(row["项目名称"], {"累计": 0})["累计"]
            start = row["开工日期"] or found.get(row["项目名称"], {}).get("开工日期", "")
            amount = int(row["本月完成投资(万元)"])
            found[row["项目名称"]] = {
                **row,
                "累计": total + amount,
                "本月": amount,
                "开工日期": start,
            }
    return found


def half_up(fraction, digits):
    """Rounded by hand: halves away from zero."""
    scaled = abs(fraction) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (-whole if fraction < 0 else whole) / 10**digits
