import re
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection

from acknowledgements import actions
from notifications.models import Message
from tests import factories
from tests.acknowledgements.confirming import proposed


@pytest.fixture
def head(headteacher):
    return headteacher


@pytest.fixture
def version(db):
    """A version in force that speaks to everybody."""
    return factories.published(policy__title="Social media policy")


@pytest.fixture
def written_to(db):
    """Return a way to read the outbox: `written_to(person)` lists the templates, oldest first."""

    def written_to(person):
        messages = Message.objects.filter(recipient=person).order_by("pk")
        return list(messages.values_list("template", flat=True))

    return written_to


@pytest.fixture
def link_path(db):
    """Return a way to read the path in the newest e-mail to somebody."""

    def link_path(person):
        return Message.objects.filter(recipient=person).latest("pk").context["path"]

    return link_path


@pytest.fixture
def fault():
    """Return a way to make the database fail: `with fault("audit_event"):` refuses its writes."""

    @contextmanager
    def fault(table):
        def refuse(execute, sql, params, many, context):
            if re.match(f'INSERT (OR IGNORE )?INTO "{table}"', sql):
                raise DatabaseError(f"{table} is broken")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse), pytest.raises(DatabaseError, match="is broken"):
            yield

    return fault


@pytest.fixture
def confirm(version, head):
    """Return a way to open a confirmation of the version: `confirm(audiences=["staff"])`."""

    def confirm(*, by=head, of=version, **kwargs):
        return actions.open_confirmation(confirmation=proposed(of, **kwargs), by=by)

    return confirm
