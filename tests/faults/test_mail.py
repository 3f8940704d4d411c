"""Workers that are killed while mail leaves: at a size for every run; `python -m tests.faults.mail` is the whole."""

import pytest

from engage.core.database import db
from engage.mail.models import MailRun
from tests.faults import mail
from tests.support.accounts import make_account
from tests.support.page_client import PageClient


@pytest.fixture
def postgresql(request):
    return request.config.getoption("--database") == "postgresql"


def test_nobody_is_missed_and_only_what_was_in_flight_comes_twice(tmp_path, postgresql):
    report = mail.run(tmp_path, people=1000, kills=12, postgresql=postgresql, seen=_the_page_names_them)
    assert report.holds, str(report)
    assert report.kills.total() > 12
    assert len(report.doubled) <= report.kills.total()


def _the_page_names_them(site, report):
    officer = PageClient(site).sign_in(make_account(name="Olive", roles=["officer"]))
    run_id = db.session.query(MailRun.id).scalar()
    words = officer.get("mail_staff.run", run_id=run_id, state="twice").words
    assert report.repeated
    assert [one for one in report.repeated if one not in words] == []
    db.session.remove()
