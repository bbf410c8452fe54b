"""What several files of these tests begin with."""

import pytest

from policies import actions
from tests.policies.corrected import KINDNESS


@pytest.fixture
def upload(office):
    return actions.upload_document(content=KINDNESS, name="kindness.txt", by=office)
