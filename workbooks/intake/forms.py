"""The box in which a workbook is chosen."""

from typing import Any

from django import forms

TYPES = "Excel 工作簿（.xlsx、.xls）或 WPS 表格（.et）"
HINT = f"{TYPES}。按列名读取，不限格式；有公式的，读取上次保存时的结果。确认之前不写入任何内容。"

_MESSAGES = {
    "required": "请先选择文件",
    "missing": "没有收到文件，请重新选择",
    "invalid": "没有收到文件，请重新选择",
    "empty": "这个文件是空的（0 字节），可能没有保存好或没有下载完整；"
    "请在 Excel 或 WPS 中打开原来的文件，另存为 .xlsx 后再上传",
}


class WorkbookField(forms.FileField):
    def __init__(self, *, label: str, help_text: str = HINT, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            error_messages=_MESSAGES,
            widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.xlsm"}),
            **kwargs,
        )
