"""In what a paper goes out: its kind of vessel, and what is printed around the text."""

import datetime
import re
from dataclasses import replace

from accounts.models import Unit
from documents.paragraphs import Annex, Document, Paragraph, Style, plain
from documents.vessels import Vessel, VesselKind
from reports.offices import in_full
from reports.papers.choices import PaperChoices
from reports.papers.kinds import kind_named

HEADS = {VesselKind.BULLETIN: "重点项目建设简报", VesselKind.NOTICE: "重点项目建设通报"}


def vessel_kind(kind: str, choices: PaperChoices) -> VesselKind:
    """What was chosen, else what papers of this kind go out in."""
    if choices.outfit.vessel:
        return VesselKind(choices.outfit.vessel)
    return kind_named(kind).vessel


def as_it_goes_out(document: Document, county: Unit, kind: str, choices: PaperChoices) -> Document:
    """As 公文 a paper goes up as the annex of a report (关于报送……的报告); otherwise itself."""
    if vessel_kind(kind, choices) is not VesselKind.OFFICIAL:
        return document
    name = document.title.removeprefix(in_full(county, choices.issuer))
    lines = (
        Paragraph(Style.TITLE, plain(f"关于报送{_without_about(name)}的报告")),
        Paragraph(Style.BODY, plain(f"现将《{name}》随文报送，请审阅。")),
        Paragraph(Style.BODY, plain("特此报告。")),
    )
    text = tuple(block for block in document.blocks if not _is_title(block))
    return replace(document, blocks=lines, annexes=(Annex(name, text), *document.annexes))


def _without_about(name: str) -> str:
    """2019年上半年建设情况 of 关于2019年上半年建设情况的汇报: a title says 关于 once."""
    return re.sub(r"^关于(.+)的(?:通报|汇报|报告)$", r"\1", name)


def _is_title(block: object) -> bool:
    return isinstance(block, Paragraph) and block.style is Style.TITLE


def vessel_of(
    county: Unit,
    kind: str,
    choices: PaperChoices,
    *,
    number: str = "",
    signer: str = "",
    day: datetime.date | None = None,
) -> Vessel:
    """``number``, ``signer`` and ``day`` are registered when it is issued; without a day a signed
    paper leaves room for a hand."""
    office = in_full(county, choices.issuer)
    vessel = Vessel(
        vessel_kind(kind, choices),
        day=day,
        addressee=choices.outfit.addressee,
        copied_to=choices.outfit.copied_to,
    )
    if head := HEADS.get(vessel.kind):
        headed = replace(vessel, head=head, issue=choices.outfit.issue, number=number)
        is_signed = vessel.kind is VesselKind.NOTICE
        return replace(headed, offices=(office,)) if is_signed else replace(headed, editor=office)
    if vessel.kind is VesselKind.MATERIAL:
        return replace(vessel, offices=(office,) if kind_named(kind).is_signed else ())
    return replace(
        vessel,
        head=f"{office}文件",
        number=number,
        signer=signer,
        upward=True,
        addressee=choices.outfit.addressee or f"{county.word}人民政府",
        offices=(office,),
        printed_by=f"{office}办公室",
        printed_on=day,
    )
