"""What readers see of somebody who has closed the account."""

import pytest

from engage.accounts.actions import close_account
from engage.accounts.session import viewer_for
from engage.core import jobs
from engage.core.database import unit_of_work
from tests.support.accounts import make_account
from tests.support.comments import fresh, make_comment
from tests.support.publishing import make_plan


@pytest.mark.parametrize("names_kept", [False, True])
def test_a_closed_account_leaves_its_words_and_its_name_only_if_asked(client, names_kept):
    plan = make_plan()
    leaver = make_account("leaver@northvale.example", name="Leonard Leaver")
    gone = make_comment(plan, "The last bus leaves at six.", account=leaver, role_title="Carer")
    stays = make_comment(plan, "And the first at nine.", account=make_account(name="Wilma Osei"))
    client.get("site.plan", slug=plan.slug)
    with unit_of_work():
        close_account(viewer_for(leaver), account=leaver, names_kept=names_kept)
    jobs.run("ledger.seal")
    jobs.run("comments.forget")
    jobs.run("comments.forget")
    assert fresh(gone).name == ("Leonard Leaver" if names_kept else "Former member")
    assert fresh(gone).email is None
    assert fresh(stays).name == "Wilma Osei"
    words = client.get("site.plan", slug=plan.slug).words
    assert "The last bus leaves at six." in words
    assert ("Leonard Leaver" in words) is names_kept
    assert ("Carer" in words) is names_kept
