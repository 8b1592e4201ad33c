"""What lies beside one row of a page that has read it for all."""

from collections.abc import Sequence

from django import template

from investment.evidence.selectors import EvidenceByKey
from investment.models import Evidence

register = template.Library()


@register.filter
def beside(evidence: EvidenceByKey, key: int) -> Sequence[Evidence]:
    """Of the project or the period with this key; of none where the page has read nothing."""
    return evidence.get(key, ()) if evidence else ()
