"""Which paper is to be issued, and what is registered of its issuing."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import DayField, LongText, ShortText, chosen, offer
from documents.vessels import VesselKind
from figures.forms import CutOffDayForm
from figures.reckoning import PACES
from investment.basis import Basis
from reports.papers.choices import SEVERAL, Outfit, PaperChoices
from reports.papers.kinds import KindOfPaper, kinds
from reports.papers.models import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_REASON,
    LONGEST_SENTENCE,
    LONGEST_TITLE,
    IssuedPaper,
)
from reports.prose.choices import Chapter, Naming, PaceWord, PlanVersion

LONGEST_CHAPTER = 8000
CHOSEN = (
    VesselKind.MATERIAL,
    VesselKind.BULLETIN,
    VesselKind.NOTICE,
    VesselKind.OFFICIAL,
)
"""In what a paper of the office may go out."""
BASIS_CHOICES = {
    Basis.VERIFIED: "核定数（没有核定的用上报数）",
    Basis.REPORTED: "上报数",
    Basis.RECOGNISED: "上级认定数",
}


def _by_words(choices: type[StrEnum]) -> list[tuple[str, str]]:
    return [(choice.value, choice.value) for choice in choices]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.kind.value, kind.label) for kind in kinds()]


class KindForm(forms.Form):
    """Of what kind a paper is to be."""

    kind = forms.ChoiceField(
        label="文种",
        choices=_kinds,
        widget=forms.Select(attrs={"data-autosubmit": True}),
    )


class BeginForm(CutOffDayForm):
    """Of which cut-off, and about what, a paper ``of`` a kind is begun; ``offered``: of what the
    user may ask, in words by what is kept of it."""

    field_order = ("kind", "about", "month", "day")

    kind = forms.ChoiceField(choices=_kinds, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, of: KindOfPaper, offered: Mapping[str, str], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"kind": of.kind.value})
        super().__init__(*args, **kwargs)
        if of.about is None:
            return
        several = of.about.is_several
        field = forms.MultipleChoiceField if several else forms.ChoiceField
        first = [] if several else [("", f"（请选择{of.about.label}）")]
        self.fields["about"] = field(
            label=of.about.label,
            choices=[*first, *offered.items()],
            error_messages=chosen(of.about.label),
        )
        self.order_fields(self.field_order)

    def about(self) -> tuple[str, ...]:
        """As ``PaperChoices`` keeps it; none where none was chosen."""
        asked = self.cleaned_data.get("about") or ()
        return (asked,) if isinstance(asked, str) else tuple(asked)


class OutfitForm(forms.Form):
    """In what a paper goes out."""

    vessel = forms.ChoiceField(
        label="发文形式",
        required=False,
        choices=[("", "按文种"), *((kind.value, kind.value) for kind in CHOSEN)],
    )
    issue = ShortText(
        label="期号",
        max_length=LONGEST_NAME,
        required=False,
        help_text="简报、通报的期号，如 第6期",
    )
    addressee = ShortText(
        label="主送", max_length=LONGEST_TITLE, required=False, help_text="如 县人民政府"
    )
    copied_to = ShortText(label="抄送", max_length=LONGEST_TITLE, required=False)

    def outfit(self) -> Outfit:
        return Outfit(**{name: self.cleaned_data[name] for name in OutfitForm.base_fields})


class WordingForm(OutfitForm):
    """By which plan, in which words, naming whom, in what it goes out."""

    decimals = forms.TypedChoiceField(
        label="小数位数", coerce=int, choices=[(number, f"{number}位") for number in range(3)]
    )
    pace_word = forms.ChoiceField(label="进度的叫法", choices=_by_words(PaceWord))
    plan = forms.ChoiceField(label="计划口径", choices=_by_words(PlanVersion))
    naming = forms.ChoiceField(label="点名范围", choices=_by_words(Naming))
    basis = forms.TypedChoiceField(
        label="用哪一个数",
        required=False,
        empty_value=Basis.VERIFIED.value,
        choices=[(basis.value, words) for basis, words in BASIS_CHOICES.items()],
        help_text="文中所有的数字都用它，文末写明",
    )
    pace = forms.ChoiceField(
        label="序时按",
        required=False,
        choices=[("", "现行规则"), *((name, kind.label) for name, kind in PACES.items())],
        help_text="季度目标、曲线和定值要先在“进度规则”里设定，可以只供选用",
    )
    charts = forms.BooleanField(
        label="附图",
        required=False,
        help_text="全年进度、分行业投资；点名范围为“全部点名”时还有各单位完成率。Word 里可以改",
    )

    def choose_only(self, names: Sequence[str]) -> None:
        """Leave out what is not chosen of papers of the kind."""
        for name in OF_WORDING:
            if name not in names:
                del self.fields[name]

    def wording(self) -> dict[str, Any]:
        """By the names of ``PaperChoices``, as far as it is chosen."""
        return {name: self.cleaned_data[name] for name in OF_WORDING if name in self.fields}


OF_WORDING = tuple(name for name in WordingForm.base_fields if name not in OutfitForm.base_fields)


class AskedForm(WordingForm, BeginForm):
    """Of what kind, about what, at which cut-off, by which choices."""

    kind = forms.ChoiceField(label="文种", choices=_kinds)

    def __init__(self, *args: Any, of: KindOfPaper, **kwargs: Any) -> None:
        super().__init__(*args, of=of, **kwargs)
        self.choose_only(of.chosen)
        if "about" in self.fields:
            self.fields["about"].required = False

    def choices(self, begun: PaperChoices) -> PaperChoices:
        day = self.cut_off().day
        return replace(
            begun,
            about=self.about(),
            outfit=self.outfit(),
            day=day.isoformat() if day else "",
            **self.wording(),
        )


class WriteForm(WordingForm):
    """What is chosen for the paper, and a box for each chapter: what is written there stands after
    its sentences, that of the opening in their place. ``lists`` are those of the year, by key,
    ``lagging`` the names of the projects that may be named, by id."""

    left_out = forms.MultipleChoiceField(
        label="不写的章节",
        required=False,
        choices=_by_words(Chapter),
        widget=forms.CheckboxSelectMultiple,
    )
    lists = forms.MultipleChoiceField(
        label="只写这些清单",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选时写全部清单",
    )
    ticked = forms.TypedMultipleChoiceField(
        label="点名的项目",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="点名范围为“只点勾选的”时，文中只点这些项目",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        of: KindOfPaper,
        choices: PaperChoices,
        lists: Sequence[str] = (),
        lagging: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        initial = asdict(choices) | asdict(choices.outfit)
        initial |= {name: list(initial[name]) for name in SEVERAL}
        super().__init__(data, initial=initial)
        self._of = of
        offer(self, "lists", [(key, key) for key in lists])
        offer(self, "ticked", list(lagging.items()))
        self.choose_only(of.chosen)
        offer(self, "left_out", [(each.value, each.value) for each in of.chapters])
        for name in SEVERAL:
            if name not in of.chosen:
                del self.fields[name]
        for chapter in of.chapters:
            self.fields[chapter.name.lower()] = LongText(
                label=chapter.value,
                max_length=LONGEST_CHAPTER,
                required=False,
                rows=4,
                initial=choices.written.get(chapter.value, ""),
            )

    def chosen(self) -> dict[str, Any]:
        """By the names of ``PaperChoices``."""
        several = {name: tuple(self.cleaned_data[name]) for name in SEVERAL if name in self.fields}
        return self.wording() | several

    def written(self) -> dict[str, str]:
        """The text by the heading of its chapter."""
        chapters = self._of.chapters
        return {chapter.value: self.cleaned_data[chapter.name.lower()] for chapter in chapters}


class SentenceForm(forms.Form):
    """A sentence in a person's own words."""

    name = forms.CharField(widget=forms.HiddenInput)
    text = LongText(label="这一句", max_length=LONGEST_SENTENCE, required=False, rows=3)


class IssueForm(forms.Form):
    document_number = ShortText(
        label="文号", max_length=LONGEST_NUMBER, help_text="如 示发改〔2019〕21号"
    )
    signer = ShortText(label="签发人", max_length=LONGEST_NAME)
    checked_by = ShortText(label="核稿人", max_length=LONGEST_NAME, required=False)
    issued_on = DayField(label="印发日期")
    scan = forms.FileField(
        label="发文稿纸", required=False, help_text="签发稿纸的扫描件（PDF）或照片（JPG、PNG）"
    )
    withdraws = forms.ModelChoiceField(
        label="同时撤销",
        queryset=IssuedPaper.objects.none(),
        required=False,
        empty_label="（不撤销）",
    )
    reason = ShortText(
        label="撤销理由", max_length=LONGEST_REASON, required=False, help_text="撤销时必须填写"
    )

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"issued_on": today})
        super().__init__(*args, **kwargs)
        standing = IssuedPaper.objects.filter(county=county, withdrawn_by=None)
        offer(self, "withdraws", standing)

    def clean_scan(self) -> bytes:
        """The content of the file; empty where none was sent."""
        sent = self.cleaned_data["scan"]
        return b"" if sent is None else bytes(sent.read())
