"""What imports read of a county's own ways of writing."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import BigIntegerField, Value

from accounts.models import Unit
from workbooks.meanings import Meaning, Meanings
from workbooks.models import ColumnMeaning, ColumnMeaningQuerySet, HeaderAlias


def aliases_for(county: Unit) -> dict[str, tuple[str, ...]]:
    """The titles that the county's administrator has added, by column key, for `read_workbook`."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, alias in HeaderAlias.objects.of_county(county).values_list("column_key", "alias"):
        found[key].append(alias)
    return {key: tuple(aliases) for key, aliases in found.items()}


def meanings_for(
    county: Unit,
    unit: Unit | None,
    kind: str,
    titles: Mapping[str, str],
    constants: Mapping[str, str],
) -> Meanings:
    """What was said of columns for a file that ``unit`` sends, beside the county's aliases; what is
    said of the file alone goes before what the unit keeps, and that before the county's. One
    query: an import asks few."""
    said: dict[str, Meaning] = {}
    stated: dict[str, str] = {}
    aliases: dict[str, list[str]] = defaultdict(list)
    kept = ColumnMeaning.objects.used_for(county, unit, kind).order_by()
    columns = kept.values_list("pk", "unit_id", "wording", "target", "constant")
    others = HeaderAlias.objects.of_county(county).order_by()
    no_row = Value(0, output_field=BigIntegerField())
    rows = columns.union(
        others.annotate(no_row=no_row, nothing=Value("")).values_list(
            "no_row", "no_row", "alias", "column_key", "nothing"
        ),
        all=True,
    )
    for pk, unit_id, wording, target, constant in sorted(rows, key=lambda row: row[1] or 0):
        if not pk:
            aliases[target].append(wording)
        elif constant:
            stated[target] = constant
        else:
            said[wording] = Meaning(target, "本单位" if unit_id else "本县", pk)
    for wording, target in titles.items():
        said[wording] = Meaning(target, "这个文件")
    known = {key: tuple(names) for key, names in aliases.items()}
    return Meanings(said, stated | dict(constants), known)


def kept_constants(county: Unit, unit: Unit | None, kind: str) -> ColumnMeaningQuerySet:
    """What stands for columns that tables lack."""
    return ColumnMeaning.objects.used_for(county, unit, kind).exclude(constant="")
