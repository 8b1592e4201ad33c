"""What lies beside one row, or became of it, on a page that has read it for all."""

from collections.abc import Mapping, Sequence

from django import template

from investment.evidence.selectors import EvidenceByKey
from investment.models import Evidence
from investment.returns import Mended

register = template.Library()


@register.filter
def beside(evidence: EvidenceByKey, key: int) -> Sequence[Evidence]:
    """Of the project or the period with this key; of none where the page has read nothing."""
    return evidence.get(key, ()) if evidence else ()


@register.filter
def of_entry(mended: Mapping[int, Mended], key: int) -> Mended | None:
    """Of the entry with this key; None of one that never went back."""
    return mended.get(key)
