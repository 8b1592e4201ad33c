"""A text that is pasted or uploaded to be checked."""

from typing import Any

from django import forms

from accounts.pages.fields import LongText
from documents.reading.clauses import LONGEST_TEXT
from figures.forms import CutOffForm
from reports.checking.texts import UnreadableText, require_bearable, text_of


class CheckTextForm(CutOffForm):
    """Cleans to ``read``, the text that is checked; a file goes before what is pasted."""

    field_order = ("text", "file", "month")

    text = LongText(
        label="文稿",
        max_length=LONGEST_TEXT,
        rows=10,
        required=False,
        help_text="从 Word 或网页里整篇粘贴，简体繁体都可以；也可以在下面选文件。",
    )
    file = forms.FileField(
        label="文件",
        required=False,
        help_text=".docx 或 .txt；只读文字，文件不保存。",
        widget=forms.FileInput({"accept": ".docx,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("text", "")
        try:
            if file is not None:
                cleaned["read"] = text_of(file.read(), file.name)
            elif pasted:
                require_bearable(pasted, "文稿")
                cleaned["read"] = pasted
        except UnreadableText as error:
            self.add_error("text" if file is None else "file", str(error))
        if "read" not in cleaned and not self.errors:
            self.add_error("text", "请粘贴文稿，或选一个文件。")
        return cleaned
