"""What pages read of templates."""

from django.db.models import QuerySet

from figures.facts import load_facts
from measures.months import Month
from reports.adopted.models import AdoptedDocument
from reports.adopted.templated.generating import named
from reports.adopted.templated.models import DocumentTemplate
from reports.outside.book import PaperBook
from reports.papers.writing import Offered, offered


def versions_of(document: AdoptedDocument) -> QuerySet[DocumentTemplate]:
    """The newest first, without their texts."""
    return (
        DocumentTemplate.objects.of(document).select_related("written_by").defer("text", "origins")
    )


def template_numbered(document: AdoptedDocument, number: int) -> DocumentTemplate | None:
    rows = DocumentTemplate.objects.of(document).select_related("written_by")
    return rows.filter(number=number).first()


def offered_for(document: AdoptedDocument, asked: str, month: Month) -> list[Offered]:
    """The figures in whose names all the words stand, as a template writes them."""
    if not asked.strip():
        return []
    found = offered(asked, PaperBook(load_facts(document.county, month)))
    return [
        Offered(f"{{{{ {named(each.placeholder.strip('{}'))} }}}}", each.printed) for each in found
    ]
