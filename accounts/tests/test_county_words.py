"""What a county calls itself, its bureau and its roles stands in the house's own sentences."""

import pytest
from django.template import Context, RequestContext, Template
from django.urls import reverse

from accounts.models import AuditEvent, Role, RoleAssignment, RoleName, Unit, UnitKind
from accounts.people.wording import said, words_of
from accounts.trail.rebuilding import differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_words(county):
    """A district with a commission, a 股长 and a 分管局领导."""
    Unit.objects.filter(pk=county.pk).update(name="示范区")
    Unit.objects.create(
        parent=county, name="发展和改革委员会", short_name="发改委", kind=UnitKind.BUREAU
    )
    for role, name in ((Role.REVIEWER, "股长"), (Role.APPROVER, "分管<局>领导")):
        RoleName.objects.create(county=county, role=role, name=name)
    return Unit.objects.get(pk=county.pk)


def test_a_sentence_is_said_in_the_words_of_the_county(own_words):
    for sentence, told in {
        "由审核员审核，等待审定员审定": "由股长审核，等待分管<局>领导审定",
        "发展和改革局，请联系发改局": "发展和改革委员会，请联系发改委",
        "全县的，专报县领导": "全区的，专报区领导",
        "“审核员之家”由系统管理员登记": "“审核员之家”由系统管理员登记",
    }.items():
        assert said(sentence, own_words) == told


def test_a_county_that_says_nothing_has_the_standard_words(county, django_assert_num_queries):
    sentence = "由审核员审核，发展和改革局（发改局）汇总全县"
    assert said(sentence, county) == sentence
    with django_assert_num_queries(0):
        assert said("没有项目", Unit.objects.none().first()) == "没有项目"
        assert said(sentence, county) == sentence


def test_what_is_put_into_a_page_is_escaped(own_words, rf, approver):
    request = rf.get("/")
    request.user = approver
    shown = Template("{% said %}<b>审定员</b>{% endsaid %}").render(RequestContext(request))
    assert shown == "<b>分管&lt;局&gt;领导</b>"
    filtered = Template("{{ '由审定员开启'|said:county }}").render(Context({"county": own_words}))
    assert filtered == "由分管&lt;局&gt;领导开启"


def test_who_holds_a_role_is_told_by_its_name_without_a_further_query(
    own_words, reviewer, django_assert_num_queries
):
    with django_assert_num_queries(1):
        [held] = RoleAssignment.objects.select_related("unit").filter(user=reviewer)
        assert str(held) == "示范区 股长"
    assert words_of(own_words).role_choices[:3] == [
        ("reporter", "填报员"),
        ("reviewer", "股长"),
        ("approver", "分管<局>领导"),
    ]


def test_an_administrator_names_the_roles_and_no_name_means_another_role(client, administrator):
    client.force_login(administrator)
    address = reverse("reference:accounts_rolename_add")
    client.post(address, {"role": "reviewer", "name": "股长"})
    assert str(RoleName.objects.get()) == "审核员：股长"
    assert AuditEvent.objects.last().action == "role_name.create"
    assert differences(RoleName) == []
    page = client.post(address, {"role": "approver", "name": "审核员"})
    assert "“审核员”是系统里另一个角色的名称，请换一个。" in page.content.decode()
    page = client.post(address, {"role": "approver", "name": "股长"})
    assert "这个角色已经有名称，或另一个角色已用这个名称。" in page.content.decode()
    users = client.get(reverse("accounts:user_create")).content.decode()
    assert '<option value="reviewer">股长</option>' in users
