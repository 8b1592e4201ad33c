"""What is said of a project that goes on as others. Money is typed in 万元."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from accounts.pages.fields import CHOOSE, DayField, LongText, ShortText, UnitField, offer, units_of
from accounts.pages.published import KnowsPublished, ask_of_published
from accounts.published import months_published
from investment.carrying import WHOLE
from investment.models import SuccessionKind
from investment.models.successions import LONGEST_DOCUMENT
from investment.successions.asked import Asked, AskedLine, AskedShare, Successor
from investment.successions.services import LONGEST_REASON
from projects.forms import WanField
from projects.models import AnnualPlan, Project

SUCCESSORS = {SuccessionKind.SPLIT: 4, SuccessionKind.MERGE: 1, SuccessionKind.REPLACE: 1}
OTHERS = 4


class SuccessionForm(forms.Form):
    """One change of ``project``; each kind has its own boxes, of each list (``plans``) one for each
    project that may go on there."""

    from_day = DayField(
        label="自哪天起", called="日期", help_text="此前各月的数不变，从这个月起由承接项目填报。"
    )
    document_number = ShortText(
        label="文号",
        max_length=LONGEST_DOCUMENT,
        required=False,
        help_text="还没有印发的先不填，记为“文号待补”。",
    )
    reason = LongText(label="理由和依据", max_length=LONGEST_REASON, rows=2)
    knows_published = KnowsPublished()

    def __init__(
        self,
        *args: Any,
        project: Project,
        kind: SuccessionKind,
        plans: Sequence[AnnualPlan],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.project, self.kind, self.plans, self.today = project, kind, plans, today
        self.fields["from_day"].widget.attrs["max"] = today.isoformat()
        others = Project.objects.of_county(project.county).exclude(pk=project.pk)
        self.names = list(others.order_by("name").values_list("pk", "name"))
        if kind == SuccessionKind.RENAME:
            self.fields["name"] = ShortText(label="新的项目名称", max_length=200)
        if kind == SuccessionKind.MERGE:
            for place in range(1, OTHERS + 1):
                self._choose(f"other{place}", f"一并合并的项目{place}")
        if kind == SuccessionKind.SPLIT:
            self.fields["goes_on"] = forms.BooleanField(label="原项目保留", required=False)
            self.fields["kept_total"] = WanField(label="原项目保留的总投资（万元）")
            for plan in plans:
                self.fields[f"kept_plan{plan.pk}"] = WanField(label=_planned(plan))
        for place in range(1, SUCCESSORS.get(kind, 0) + 1):
            self._add_successor(place)

    def _choose(self, name: str, label: str) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label, coerce=int, empty_value=None, required=False
        )
        offer(self, name, [("", CHOOSE), *self.names])

    def _add_successor(self, place: int) -> None:
        """Its boxes in the order in which the page shows them."""
        self._choose(f"project{place}", "项目库里的项目")
        self.fields[f"name{place}"] = ShortText(
            label="或新项目的名称", max_length=200, required=False
        )
        self.fields[f"unit{place}"] = UnitField(
            label="新项目的填报单位", required=False, help_text="不填的与原项目相同。"
        )
        offer(self, f"unit{place}", units_of(self.project.county))
        self.fields[f"total{place}"] = WanField(label="总投资（万元）")
        if self.kind != SuccessionKind.MERGE:
            self.fields[f"permille{place}"] = forms.IntegerField(
                label="承接份额（‰）",
                required=False,
                min_value=0,
                max_value=WHOLE,
                help_text="本年和以前年度已完成投资的千分之几；份额、金额都不填的承接余下的全部。",
            )
            self.fields[f"amount{place}"] = WanField(label="或承接本年完成（万元）")
            self.fields[f"before{place}"] = WanField(
                label="承接截至上年底（万元）", help_text="按金额承接时填。"
            )
        for plan in self.plans:
            self.fields[f"plan{place}_{plan.pk}"] = WanField(label=_planned(plan))

    def successors(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        for place in range(1, SUCCESSORS.get(self.kind, 0) + 1):
            ends = (str(place), *(f"{place}_{plan.pk}" for plan in self.plans))
            names = [
                name
                for name in self.fields
                if name.startswith(_OF_SUCCESSOR) and name.endswith(ends) and _place(name) == place
            ]
            yield place, [self[name] for name in names]

    def kept(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("goes_on", "kept_"))]

    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("other")]

    def clean_from_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["from_day"]
        if day > self.today:
            raise forms.ValidationError("不能填以后的日期，请到那一天再办。")
        if day.year != self.today.year:
            raise forms.ValidationError(f"请填{self.today.year}年的日期。")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        county = self.project.county
        ask_of_published(self, county, lambda: months_published(county, cleaned.get("from_day")))
        for place in range(1, SUCCESSORS.get(self.kind, 0) + 1):
            self._clean_successor(place, cleaned)
        return cleaned

    def _clean_successor(self, place: int, cleaned: dict[str, Any]) -> None:
        if cleaned.get(f"project{place}") and cleaned.get(f"name{place}"):
            self.add_error(f"name{place}", "已选了项目库里的项目，新名称请留空。")
        both = [cleaned.get(f"{name}{place}") for name in ("permille", "amount")]
        if None not in both:
            self.add_error(f"amount{place}", "份额和金额只填一项。")

    def asked(self) -> Asked:
        """What was typed, of a valid form."""
        typed, own = self.cleaned_data, self.project.pk
        if self.kind == SuccessionKind.RENAME:
            return Asked((own,), ends=False, name=typed["name"])
        others = [typed.get(f"other{place}") for place in range(1, OTHERS + 1)]
        predecessors = tuple(dict.fromkeys([own, *(each for each in others if each)]))
        filled = [
            place
            for place in range(1, SUCCESSORS[self.kind] + 1)
            if typed[f"project{place}"] or typed[f"name{place}"]
        ]
        shares = (
            AskedShare(
                predecessor,
                at,
                permille=typed.get(f"permille{place}"),
                amount=typed.get(f"amount{place}"),
                before=typed.get(f"before{place}"),
            )
            for predecessor in predecessors
            for at, place in enumerate(filled)
        )
        goes_on = bool(typed.get("goes_on"))
        kept = (AskedLine(plan.pk, typed.get(f"kept_plan{plan.pk}")) for plan in self.plans)
        return Asked(
            predecessors,
            ends=not goes_on,
            successors=tuple(self._successor(place) for place in filled),
            shares=tuple(shares),
            kept=tuple(line for line in kept if goes_on and line.planned is not None),
            kept_total=typed.get("kept_total") if goes_on else None,
        )

    def _successor(self, place: int) -> Successor:
        typed = self.cleaned_data
        unit = typed[f"unit{place}"]
        lines = (AskedLine(plan.pk, typed[f"plan{place}_{plan.pk}"]) for plan in self.plans)
        return Successor(
            typed[f"project{place}"],
            typed[f"name{place}"],
            unit.pk if unit else None,
            typed[f"total{place}"],
            tuple(line for line in lines if line.planned is not None),
        )


_OF_SUCCESSOR = ("project", "name", "unit", "total", "permille", "amount", "before", "plan")


def _place(name: str) -> int:
    """Of which successor a box is: of ``plan2_17`` the second."""
    return int("".join(sign for sign in name.partition("_")[0] if sign.isdigit()))


def _planned(plan: AnnualPlan) -> str:
    return f"{plan.name}年度计划投资（万元）"


class TakeBackForm(forms.Form):
    reason = ShortText(label="撤销理由", max_length=LONGEST_REASON)
