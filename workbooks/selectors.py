"""What imports read of a county's own ways of writing."""

from collections import defaultdict

from accounts.models import Unit
from workbooks.models import HeaderAlias


def aliases_for(county: Unit) -> dict[str, tuple[str, ...]]:
    """The titles that the county's administrator has added, by column key, for `read_workbook`."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, alias in HeaderAlias.objects.of_county(county).values_list("column_key", "alias"):
        found[key].append(alias)
    return {key: tuple(aliases) for key, aliases in found.items()}
