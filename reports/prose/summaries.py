"""The papers on the whole county that are written as prose: summaries, the bulletin, and what is
told to a visiting superior (汇报材料)."""

from documents.paragraphs import Document
from documents.vessels import VesselKind
from reports.papers.kinds import OF_SUMMARIES, KindOfPaper, ToCompose
from reports.papers.models import PaperKind
from reports.prose.choices import Chapter, Naming
from reports.prose.summary import compose_summary

OF_A_SUMMARY = tuple(chapter for chapter in Chapter if chapter is not Chapter.SUPPORT)
OF_A_BRIEFING = (
    Chapter.OPENING,
    Chapter.MEASURES,
    Chapter.PROBLEMS,
    Chapter.NEXT,
    Chapter.SUPPORT,
)


def _summary(
    kind: PaperKind,
    vessel: VesselKind = VesselKind.MATERIAL,
    naming: Naming = Naming.TICKED,
    chapters: tuple[Chapter, ...] = OF_A_SUMMARY,
    *,
    charts: bool = False,
) -> KindOfPaper:
    """Written by the template of this folder that is called as the kind is."""

    def compose(asked: ToCompose) -> Document:
        choices = asked.choices
        return compose_summary(
            asked.facts, issuer=choices.issuer, choices=choices.for_prose(), template=kind
        )

    return KindOfPaper(
        kind,
        compose,
        vessel=vessel,
        naming=naming,
        charts=charts,
        chosen=OF_SUMMARIES,
        chapters=chapters,
        is_of_county=True,
    )


SUMMARIES = (
    _summary(PaperKind.HALF_YEAR),
    _summary(PaperKind.ANNUAL),
    _summary(PaperKind.BULLETIN, VesselKind.BULLETIN, Naming.ALL, charts=True),
    _summary(PaperKind.BRIEFING, chapters=OF_A_BRIEFING),
)
