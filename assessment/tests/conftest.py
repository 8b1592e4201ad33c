"""The scene of supervision, whose notices cost the points that are counted here."""

from supervision.tests.conftest import (  # noqa: F401
    add_rule,
    annual,
    criticise,
    draft,
    elsewhere,
    finding,
    issue,
    light,
    line,
    make_scheme,
    order,
    problem,
    project,
    propose,
    record,
    scheme,
    today,
    write,
)
