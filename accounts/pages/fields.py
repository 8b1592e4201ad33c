"""Boxes and small forms that pages of every room have."""

from django import forms


class AnswerForm(forms.Form):
    """The word with which a proposal is decided; how long it may be is the service's to say."""

    decision = forms.CharField(label="答复", required=False, strip=False)
