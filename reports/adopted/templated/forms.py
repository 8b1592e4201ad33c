"""A template as it is typed, and the month at which it is looked at."""

from django import forms

from accounts.pages.fields import LongText, ShortText
from documents.templating.rendering import LONGEST_TEMPLATE
from figures.forms import CutOffForm
from reports.adopted.models import LONGEST_NAME


class TemplateForm(CutOffForm):
    """``figures``: words by which figures are looked for."""

    field_order = ("text", "month", "figures")

    text = LongText(
        label="模板",
        max_length=LONGEST_TEMPLATE,
        strip=False,
        widget=forms.Textarea({"spellcheck": "false", "data-numbered": "template-lines"}),
    )
    figures = ShortText(
        label="找数字",
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput({"placeholder": "如 县级 完成率"}),
    )
