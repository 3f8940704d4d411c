"""An organisation that answers together: the consultation, the group, and who speaks for it."""

import pytest

from tests.support.drafts import make_group, make_voice
from tests.support.responses import two_questions


@pytest.fixture
def consultation(site):
    return two_questions(title="Where should the clinic be?")


@pytest.fixture
def group(site):
    return make_group()


@pytest.fixture
def rita(group):
    return make_voice(group)
