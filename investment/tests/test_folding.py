"""The quick fold of many projects says what ``stand`` says of each."""

from collections import defaultdict

from hypothesis import example, given
from hypothesis import strategies as st

from investment.folding import stand_all
from investment.standing import EntryRow, stand

AMOUNTS = st.none() | st.sampled_from((0, 1, 5, 20))
RARELY = st.sampled_from((None, None, None, 0, 7))


@st.composite
def entries(draw):
    """Of one month of one of three projects; now and then verified, corrected, or told with the
    month before."""
    month = draw(st.integers(1, 6))
    return EntryRow(
        draw(st.integers(1, 3)),
        month,
        draw(AMOUNTS),
        draw(AMOUNTS),
        draw(st.sampled_from((None, None, -2, 3))),
        draw(RARELY),
        draw(RARELY),
        draw(st.sampled_from(("", "winter"))),
        "主体施工",
        "",
        draw(st.sampled_from((1, 1, 1, 2))) if month == 2 else 1,
        draw(st.booleans()),
    )


@given(st.lists(entries(), max_size=14, unique_by=lambda row: row[:2]))
@example([EntryRow(1, 3, None, 9, None, None, None, "", "", "", 1, True)])
def test_many_projects_stand_as_each_does_alone(rows):
    alone = defaultdict(list)
    for row in rows:
        alone[row.project_id].append(row)
    plain = {project: stand(own, through=6) for project, own in alone.items()}
    assert stand_all([tuple(row) for row in rows], through=6) == plain
