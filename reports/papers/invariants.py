"""What must hold of issued papers: each says truly up to which line of the trail it knows."""

from accounts.models import AuditEvent
from reports.papers.models import IssuedPaper


def unknown_heads() -> list[str]:
    """The papers whose line of the trail is another than they say, a sentence each."""
    papers = list(IssuedPaper.objects.order_by("pk"))
    lines = AuditEvent.objects.filter(sequence__in={paper.known_at for paper in papers})
    hashes = {0: "", **dict(lines.values_list("sequence", "hash"))}
    return [
        f"印发的公文“{paper}”（编号{paper.pk}）：第{paper.known_at}条操作记录与印发时登记的不符"
        for paper in papers
        if hashes.get(paper.known_at) != paper.known_hash
    ]
