"""What accounts need done by the clock."""

from engage.accounts import actions, browsers, queries
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.core.permissions import VISITOR


@job("accounts.sweep", every=60)
def sweep() -> None:
    """Empty accounts that nobody confirmed while the link worked; forget browsers whose cookie has run out."""
    while _forget_browsers():
        pass
    while True:
        with unit_of_work():
            stale = queries.never_confirmed(limit=100)
            for account in stale:
                actions.close_account(VISITOR, account=account)
        if not stale:
            return


def _forget_browsers() -> int:
    with unit_of_work():
        return browsers.forget_old(limit=500)
