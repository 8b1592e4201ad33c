"""Adopt a typed document, answer what is asked of it, give it up."""

import datetime
from collections.abc import Mapping

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import Told, audited
from accounts.trail.claims import claim, write
from accounts.trail.facts import changed_row, changed_since, facts_of, made
from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from reports.adopted.files import read_word
from reports.adopted.models import LONGEST_NAME, AdoptedDocument, AdoptedFigure
from reports.adopted.recognising import Certainty, Recognised, recognised
from reports.adopted.rules import adopts
from reports.adopted.stated import STATED
from reports.checking.matching import is_of_unit
from reports.outside.book import PaperBook

CHANGED_MEANWHILE = "打开页面之后有人确认过这份文稿，您的选择没有保存，请看过后再保存"
ONLY_THE_BUREAU = "只有发改局可以采用文稿"
_LONGEST_CLAUSE = 200


def adopt_document(
    *,
    county: Unit,
    content: bytes,
    name: str,
    month: Month,
    by: User | None,
    today: datetime.date,
    accept: bool = False,
) -> AdoptedDocument:
    """Keep the file with the figures that are found in it, which are those of the cut-off
    ``month``; ``accept`` takes all proposals as they are. ``by`` None is the system's own operator.
    The text is read before the transaction begins. Raises NotAllowed, DomainError for a file that
    is no .docx, one without a figure, and a month without lists."""
    if not adopts(by, county):
        raise NotAllowed(ONLY_THE_BUREAU)
    file = read_word(content, name)
    facts = load_facts(county, month)
    if not facts.rows:
        raise DomainError(
            f"截至{month.label}底没有列入计划的项目，请选文稿所写的那个月", field="month"
        )
    found = recognised(file.text, facts)
    if not found:
        raise DomainError("文稿里没有找到数字，请检查是否传错", field="file")
    document = AdoptedDocument(
        county=county,
        name=within(name.removesuffix(".docx"), LONGEST_NAME, "名称", field="file"),
        as_of=month.last_day,
        main_part=file.main_part,
        adopted_by=by,
        adopted_on=today,
    )
    with audited(by=by) as audit:
        document.keep(content, "document.docx")
        document.save(force_insert=True)
        figures = AdoptedFigure.objects.bulk_create(
            _figure(document, each, accept=accept) for each in found
        )
        rows: list[Told] = [(figure, made(figure)) for figure in figures]
        changes = made(document)
        audit.record(document, "adopted.adopt", county=county, changes=changes, rows=rows)
    return document


def _figure(document: AdoptedDocument, found: Recognised, *, accept: bool) -> AdoptedFigure:
    return AdoptedFigure(
        document=document,
        line=found.place.line,
        start=found.place.start,
        end=found.place.end,
        printed=found.printed,
        clause=found.clause[:_LONGEST_CLAUSE],
        unit=found.unit,
        decimals=found.decimals,
        certainty=found.certainty.value,
        key=found.key,
        choices="\n".join(found.choices),
        is_settled=accept or found.certainty is not Certainty.ASKED,
    )


def settle_figures(
    *, document: AdoptedDocument, keys: Mapping[int, str], by: User, version: int
) -> AdoptedDocument:
    """Say of figures, by their ids, under which key each is filled, "" of what stays as typed.
    Raises NotAllowed, Stale, DomainError for a key that there is not or of another unit."""
    if not adopts(by, document.county):
        raise NotAllowed(ONLY_THE_BUREAU)
    book = PaperBook(load_facts(document.county, Month.of(document.as_of)))
    figures = list(document.figures.filter(pk__in=keys))
    for figure in figures:
        _require_fitting(figure, keys[figure.pk], book)
    with audited(by=by) as audit:
        before = facts_of(document)
        if not claim(document, version=version, is_withdrawn=document.is_withdrawn):
            raise Stale(CHANGED_MEANWHILE)
        rows: list[Told] = []
        for figure in figures:
            figure_before = facts_of(figure)
            figure.key, figure.is_settled = keys[figure.pk], True
            if changed := changed_row(figure_before, figure):
                figure.save(update_fields=["key", "is_settled"])
                rows.append((figure, changed))
        audit.record(
            document,
            "adopted.settle",
            county=document.county,
            changes=changed_since(before, document),
            rows=rows,
        )
    return document


def _require_fitting(figure: AdoptedFigure, key: str, book: FigureBook) -> None:
    """Raises DomainError at the figure's own box."""
    if key == "" or key == figure.key or (key in STATED and key in figure.offered):
        return
    field = figure.box
    try:
        meant = book[key]
    except (UnknownFigure, PartsDoNotAddUp):
        raise DomainError(f"没有“{key}”这个数字，请从列表里选", field=field) from None
    if not is_of_unit(figure.unit, meant.unit):
        raise DomainError(
            f"文中是“{figure.printed}”，而{key}的单位是{meant.unit.label}，请另选", field=field
        )


def withdraw_document(*, document: AdoptedDocument, by: User, version: int) -> None:
    """It is filled no more; what was filled stays. Raises NotAllowed, Stale."""
    if not adopts(by, document.county):
        raise NotAllowed(ONLY_THE_BUREAU)
    county = document.county
    with audited(by=by) as audit:
        if not write(
            audit, document, "adopted.withdraw", county=county, version=version, is_withdrawn=True
        ):
            raise Stale(CHANGED_MEANWHILE)
