"""Forms of dispatch orders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Unit
from accounts.pages.fields import CHOOSE, LongText, Several, UnitField, offer, units_of
from files.kinds import too_large_scan
from files.sizes import LARGEST
from supervision.models import Problem, SupervisionNotice
from supervision.orders.services import LONGEST, MOST_ATTACHMENTS, AskedOrder


class OrderForm(forms.Form):
    addressee = UnitField(label="承办单位")
    workdays = forms.IntegerField(
        label="办理时限（工作日）",
        min_value=1,
        max_value=LONGEST,
        initial=5,
        help_text="从下达次日起算，节假日顺延",
    )
    request = LongText(
        label="调度事项和要求",
        max_length=2000,
        rows=5,
        help_text="要办什么、办到什么程度、拿什么证明",
    )

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "addressee", units_of(problem.county))


REQUEST = "请研究解决上述问题，期限内回复办理结果，并附证明材料。"


@dataclass(frozen=True)
class OrderLine:
    """A problem that no order gives to anybody, with its boxes on the page."""

    problem: Problem
    is_chosen: bool
    addressee: forms.BoundField
    request: forms.BoundField


class OrdersForm(forms.Form):
    """Orders on several problems, to the units in ``proposed`` by the ids of projects unless others
    are chosen."""

    workdays = OrderForm.base_fields["workdays"]
    chosen = Several(label="问题")

    def __init__(
        self,
        *args: Any,
        problems: Sequence[Problem],
        units: QuerySet[Unit],
        proposed: Mapping[int, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._problems = problems
        offer(self, "chosen", [(problem.pk, str(problem)) for problem in problems])
        self.initial.setdefault("chosen", [str(problem.pk) for problem in problems])
        choices = [("", CHOOSE), *((unit.pk, str(unit)) for unit in units)]
        self._units = {str(unit.pk): unit for unit in units}
        for problem in problems:
            at, name = problem.pk, problem.project.name
            self.fields[f"addressee_{at}"] = forms.ChoiceField(
                label=f"{name}的承办单位",
                choices=choices,
                required=False,
                initial=proposed.get(problem.project_id, ""),
            )
            self.fields[f"request_{at}"] = LongText(
                label=f"{name}的调度事项和要求",
                max_length=2000,
                rows=2,
                required=False,
                initial=problem.suggestion or REQUEST,
            )

    def lines(self) -> Iterator[OrderLine]:
        for problem in self._problems:
            names = (f"{name}_{problem.pk}" for name in ("addressee", "request"))
            is_chosen = str(problem.pk) in (self["chosen"].value() or ())
            yield OrderLine(problem, is_chosen, *(self[name] for name in names))

    def clean(self) -> dict[str, Any]:
        sent = self.cleaned_data
        self.asked = []
        for problem in self._problems:
            if problem.pk not in sent.get("chosen", ()):
                continue
            unit = self._units.get(sent.get(f"addressee_{problem.pk}", ""))
            request = sent.get(f"request_{problem.pk}", "")
            if unit is None:
                self.add_error(f"addressee_{problem.pk}", "请选择承办单位")
            elif not request.strip():
                self.add_error(f"request_{problem.pk}", "请写明要办什么")
            else:
                self.asked.append(AskedOrder(problem, unit, request))
        return sent


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Any number of files; cleans to a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(AttachmentsField, self).clean(each, initial) for each in files if each]


class ReplyForm(forms.Form):
    text = LongText(label="办理情况和结果", max_length=4000, rows=5)
    attachments = AttachmentsField(
        label="附件",
        required=False,
        help_text=f"PDF、JPG、PNG，最多{MOST_ATTACHMENTS}个，每个不超过10 MB",
    )

    def clean_attachments(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["attachments"]
        for file in files:
            if file.size > LARGEST:
                raise forms.ValidationError(f"{file.name}：{too_large_scan(file.size)}")
        return files


class CheckForm(forms.Form):
    """What the bureau says as it closes an order, sends it back, gives more time or voids it."""

    text = LongText(label="核查意见或理由", max_length=2000, required=False)
    workdays = forms.IntegerField(
        label="另给的时限（工作日）",
        min_value=1,
        max_value=LONGEST,
        initial=3,
        help_text="退回重办、延长期限时从今天起算",
    )

    def __init__(self, *args: Any, asks_workdays: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_workdays = asks_workdays
        self.fields["workdays"].required = asks_workdays

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.asks_workdays:
            cleaned.pop("workdays", None)
        return cleaned


class EscalateForm(forms.Form):
    """Into which draft of a notice an order goes that nobody answered."""

    GONE = "这份通报草稿已印发或删除，请另选一份。"

    notice = forms.ModelChoiceField(
        label="通报草稿",
        queryset=SupervisionNotice.objects.none(),
        error_messages={"required": GONE, "invalid_choice": GONE},
    )

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = SupervisionNotice.objects.drafts().filter(county=county)
        offer(self, "notice", drafts.select_related("county"))
