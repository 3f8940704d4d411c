"""What the worker does for mail."""

from engage.accounts.verbs import ACCOUNT_ADDRESS_CHANGED, ACCOUNT_CLOSED
from engage.core import ledger
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.mail import actions, consultation_news, newsletter_runs, notices, planning, retention, runs, staff_letters
from engage.mail import steering as steering_of_runs
from engage.mail.dispatch import RUNNER
from engage.mail.models import Frequency


@job("mail.deliver")
def deliver() -> None:
    """Hand over what is due in the outbox."""
    RUNNER.run()


@job("mail.digests", every=5)
def digests() -> None:
    """Start the daily and the weekly run when they are due, and work off what is not finished."""
    for frequency in (Frequency.DAILY, Frequency.WEEKLY):
        runs.start_due(frequency)
    _work_off()


@job("mail.steering")
def steering() -> None:
    """Do what staff asked for: drop what a cancelled run still held, plan corrections."""
    while steering_of_runs.work_off():
        pass


@job("mail.at_once", after_seal=True)
def at_once() -> None:
    """Tell those who want to hear as it happens."""
    runs.start_at_once()
    _work_off()


def _work_off() -> None:
    for run_id in runs.unfinished():
        planning.work(run_id)


@job("mail.notices", after_seal=True)
def write_notices() -> None:
    """Tell those who wrote a comment what happened to it."""
    notices.send_new()


@job("mail.consultations", after_seal=True)
def tell_of_consultations() -> None:
    """Tell followers and respondents what happened to consultations."""
    consultation_news.start_new()
    while consultation_news.work_off():
        pass


@job("mail.newsletters")
def send_newsletters() -> None:
    """Start the newsletters whose time has come, and plan what is not planned."""
    newsletter_runs.start_due()
    while newsletter_runs.work_off():
        pass


@job("mail.staff", every=30)
def write_to_staff() -> None:
    """Write the weekly summary, and remind those who promised something."""
    staff_letters.write_summaries()
    staff_letters.remind_of_promises()
    staff_letters.remind_of_overdue()


@job("mail.accounts", after_seal=True)
def follow_accounts() -> None:
    """Let what accounts follow go where they go."""
    while True:
        with unit_of_work():
            changed = ledger.read("mail.accounts", verbs=[ACCOUNT_ADDRESS_CHANGED, ACCOUNT_CLOSED], limit=50)
            if not changed:
                return
            for one in changed:
                actions.follow_account(account_id=one.entry.subject_id)
            ledger.advance("mail.accounts", changed[-1].position)


@job("mail.sweep", every=60)
def sweep() -> None:
    """Forget what is kept for a time only."""
    while retention.sweep():
        pass
