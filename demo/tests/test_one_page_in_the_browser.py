"""The one page of a project in a real browser: a leader and its unit open each tab, and a note
names a colleague, who finds it in 待办."""

import pytest

from demo.tests.test_july_in_the_browser import Desk, demonstration  # noqa: F401 - the same county
from projects.models import Project

pytestmark = pytest.mark.browser

NAME = "文化艺术中心工程"
SEEN = {
    "全程": "主体三层完成，工人增至35人",
    "各月进度": "采用的累计",
    "问题和督办": "主体三层完成，工人增至35人",
    "照片": "三层顶板",
    "文件": "批文、调整文件、调度单、通报、会议纪要和印发的公文都列在这里",
    "资料": "建设内容及规模",
    "记事": "三层顶板已浇筑",
}
"""What a leader reads on each tab."""
OF_THE_UNIT = SEEN | {"全程": "三层顶板已浇筑", "问题和督办": "没有问题，也没有通报"}
"""What a visit found is the unit's once it became a problem."""


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server)


@pytest.mark.parametrize(("username", "seen"), [("lingdao", SEEN), ("wenlv", OF_THE_UNIT)])
def test_each_tab_is_read_and_a_colleague_finds_the_note(
    desk,
    page,
    demonstration,  # noqa: F811
    username,
    seen,
):
    project = Project.objects.get(name=NAME)
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.sign_in(username)
    desk.open("projects:detail", project.pk)
    for words in ("滞后", "常务副县长", "年度计划 10,813 万元", "未办结的问题和督办"):
        box = page.get_by_text(words).first.bounding_box()
        assert box["y"] + box["height"] < 768, words
    for tab, words in seen.items():
        desk.follow(tab)
        assert words in page.content(), tab
    assert ("资金拨付偏慢" in page.content()) == (username == "lingdao")

    page.get_by_text("写记事").click()
    page.get_by_label("内容", exact=True).fill("石材8月6日到场，请核对清单")
    page.get_by_label("孙督查").check()
    desk.press("保存记事")
    assert "孙督查（未阅）" in page.content()

    desk.sign_in("ducha")
    desk.open("accounts:waiting")
    with page.expect_navigation():
        page.get_by_role("row").filter(has_text="石材8月6日到场").get_by_role("link").click()
    note = page.locator("li", has_text="石材8月6日到场")
    with page.expect_navigation():
        note.get_by_role("button", name="已阅").click()
    desk.open("accounts:waiting")
    assert "石材8月6日到场" not in page.content()
