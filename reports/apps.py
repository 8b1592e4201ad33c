from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        from accounts.pages import search, ways
        from accounts.trail import invariants
        from figures import links
        from jobs import kinds
        from projects import happenings, one_page
        from reports.adopted import trail as adopted_trail
        from reports.cards.kind import CARDS
        from reports.foreign_tables import trail as tables_trail
        from reports.inspections.kind import INSPECTION_REPORT
        from reports.one_page.told import papers_told
        from reports.one_page.views import show
        from reports.outside import trail as outside_trail
        from reports.outside.models import OUTSIDE
        from reports.outside.views import address_of
        from reports.papers import kinds as papers_kinds
        from reports.papers import trail as papers_trail
        from reports.papers.invariants import unknown_heads
        from reports.papers.issuing import ISSUE_PAPER
        from reports.photo_album.kinds import ALBUMS
        from reports.prose.summaries import SUMMARIES
        from reports.questions import trail
        from reports.returned import trail as returned_trail
        from reports.search import find_papers
        from reports.sheets.leader import LEADER_SHEET
        from reports.sheets.project_list import PROJECT_LIST
        from reports.sheets.speech import SPEECH
        from reports.sheets.unit import UNIT_SHEET
        from reports.ways import WAYS
        from reports.year_of_months import YEAR_OF_MONTHS

        kinds.register(YEAR_OF_MONTHS)
        kinds.register(ISSUE_PAPER)
        for kind in (
            *SUMMARIES,
            UNIT_SHEET,
            LEADER_SHEET,
            PROJECT_LIST,
            SPEECH,
            CARDS,
            *ALBUMS,
            INSPECTION_REPORT,
        ):
            papers_kinds.register(kind)
        trail.register()
        search.register("印发的公文", find_papers)
        adopted_trail.register()
        outside_trail.register()
        links.shown_elsewhere(OUTSIDE, address_of)
        papers_trail.register()
        returned_trail.register()
        tables_trail.register()
        invariants.register("印发公文所据的操作记录", unknown_heads)

        one_page.register(show)
        happenings.register("公文", papers_told)

        for page, source in WAYS.items():
            ways.register(page, source)
