"""A joint inspection of the twentieth of July that found a site without workers."""

import io
from datetime import date

import pytest
from PIL import Image

from accounts.models import AuditEvent
from projects.models import Project
from supervision.visits import services

__all__ = ["TODAY", "done", "finding", "picture", "project", "said", "sign_in", "visit"]

TODAY = date(2019, 8, 2)


@pytest.fixture
def visit(county, inspector):
    return services.record_inspection(
        county=county,
        kind="joint",
        visited_on=date(2019, 7, 20),
        team="县委督查室、发改局",
        looks_back_at=None,
        by=inspector,
        today=TODAY,
    )


@pytest.fixture
def project(county):
    return Project.objects.create(county=county, name="城南学校")


@pytest.fixture
def finding(visit, project, inspector):
    return services.add_finding(
        inspection=visit, project=project, text="现场无人施工", by=inspector
    )


def picture(size=(40, 30), form="JPEG", mode="RGB", colour="red", **how):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, **how)
    return out.getvalue()


def done():
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def said(answer):
    return [str(message) for message in answer.context["messages"]]
