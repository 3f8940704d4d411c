"""Shared drafts for tests; each builder is a unit of work of its own."""

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.consultations.models import Consultation
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions import add_organisation
from engage.directory.models import Organisation
from engage.representations import actions as representing
from engage.submissions import queries
from engage.submissions.actions import approving, save_answers, sharing
from engage.submissions.models import DraftPart, Submission
from engage.submissions.queries import drafts
from tests.support.accounts import make_account
from tests.support.databases import look_again
from tests.support.responses import answers


def make_group(slug: str = "corn-hall", name: str = "Corn Hall Carers") -> Organisation:
    """An organisation of the directory with a domain of its own."""
    with unit_of_work():
        return add_organisation(VISITOR, slug=slug, name=name, website=f"https://{slug}.example")


def make_voice(group: Organisation, name: str = "Rita Amis", email: str | None = None) -> Account:
    """Somebody who is confirmed to speak for an organisation."""
    account = make_account(email or f"{name.split(maxsplit=1)[0].lower()}@{group.slug}.example", name)
    with unit_of_work():
        representing.ask_to_represent(viewer_for(account), organisation=db.session.merge(group))
    return account


def make_shared(consultation: Consultation, group: Organisation, lead: Account, **answered) -> Submission:
    """A shared draft that the lead has begun, with answers if any are given."""
    with unit_of_work():
        made = sharing.begin_shared(
            viewer_for(lead), consultation=db.session.merge(consultation), organisation=db.session.merge(group)
        )
    if answered:
        write(made, lead, **answered)
    return made


def write(draft: Submission, account: Account, **answered) -> None:
    """Save answers as a member."""
    look_again()
    found = queries.submission(draft.id)
    with unit_of_work():
        save_answers(viewer_for(account), submission=found, base_revision=found.revision, answers=answered)


def add_member(draft: Submission, lead: Account, account: Account, part: DraftPart = DraftPart.WRITER) -> None:
    """Let a colleague join by invitation."""
    look_again()
    with unit_of_work():
        row = sharing.invite_member(
            viewer_for(lead), submission=queries.submission(draft.id), email=account.email, part=part
        )
    with unit_of_work():
        sharing.accept_invitation(viewer_for(account), invitation=drafts.invitation(row.id))


def approve(draft: Submission, account: Account, role: str = "Chair") -> None:
    """Approve the draft as it stands."""
    look_again()
    with unit_of_work():
        shared = drafts.access_shared(viewer_for(account), draft.id)
        approving.approve(viewer_for(account), shared=shared, revision=shared.draft.revision, role_title=role)


def send(draft: Submission, account: Account) -> None:
    """Send the draft as it stands."""
    look_again()
    with unit_of_work():
        shared = drafts.access_shared(viewer_for(account), draft.id)
        approving.send_shared(viewer_for(account), shared=shared, revision=shared.draft.revision if shared.draft else 0)


def make_formal(consultation: Consultation, group: Organisation, words: str, lead: Account | None = None) -> Submission:
    """A formal response that was approved and sent."""
    lead = lead or make_voice(group)
    draft = make_shared(consultation, group, lead, **answers(words))
    approve(draft, lead)
    send(draft, lead)
    return draft


def shared_now(draft: Submission, account: Account) -> drafts.Shared:
    """The draft as a member sees it now."""
    look_again()
    with reading():
        return drafts.access_shared(viewer_for(account), draft.id)


def open_page(browser, draft):
    """The page of questions, as a member comes to it from the draft's page."""
    return browser.post("submissions.write_draft", {}, submission_id=draft.id, page_key="page1", follow=True)


def typed(page, **answered):
    """What the browser sends when these boxes were filled in."""
    return {key: value for key, value in page.form("/respond/").items() if key != "csrf_token"} | answered
