"""Titles end their lines at whole words, the longer line first."""

import pytest

from documents.titles import in_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("项目调度单", ["项目调度单"]),
        (
            "示范县发展和改革局2019年上半年重点项目建设工作总结",
            ["示范县发展和改革局2019年上半年", "重点项目建设工作总结"],
        ),
        (
            "关于示范县2019年7月县级重点项目建设进展情况的督查通报",
            ["关于示范县2019年7月县级重点项目", "建设进展情况的督查通报"],
        ),
        ("甲" * 30, ["甲" * 30]),
    ],
)
def test_a_title_is_broken_at_whole_words(title, lines):
    assert in_lines(title) == lines
