"""What waits at the demonstration's moderators' desk besides comments: rules, a case, an appeal, a rota."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.casework import actions
from engage.casework.models import Worry
from engage.casework.queries import first_year
from engage.comments import actions as comments
from engage.comments.models import Comment, CommentState, ModerationMode, Thread
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.i18n import local
from engage.core.permissions import VISITOR
from engage.demo.texts import Texts
from engage.publishing.models import Publication
from engage.screening.actions import Wording, save_rule, switch_rule
from engage.screening.models import RuleAction, RuleKind

LAST = -0.00005
HOUR = 60
HELD = "Ring me on 01632 960 983 if you want the minutes of the patients’ panel. I kept them all."
SERIOUS = "If they shut the ward I do not know whether I can go on. I mean it."
RULES = (
    (
        RuleKind.WORDS,
        Wording(
            RuleAction.HOLD,
            "Words that hurt",
            "The moderators agreed on it in March. Two lines came from the patients’ panel.",
            "It has a word in it that a moderator looks at first.",
            entries="idiot*\nmoron*\nscum\nparasite*\ngo back home",
        ),
    ),
    (
        RuleKind.PERSONAL_DATA,
        Wording(
            RuleAction.HOLD,
            "Telephone numbers and addresses",
            "People give away more than they mean to.",
            "It has a telephone number, an address or an NHS number in it. Everybody would read it.",
        ),
    ),
    (
        RuleKind.LINKS,
        Wording(
            RuleAction.FLAG, "Links", "Most advertising has two links or more.", "It has several links in it.", None, 2
        ),
    ),
    (
        RuleKind.REPEATED,
        Wording(
            RuleAction.HOLD,
            "The same text many times",
            "Campaigns are welcome; they are answered together.",
            "Many people sent nearly the same words today, so a moderator reads them together.",
            None,
            20,
        ),
    ),
)


class Desk:
    """Does the moderators' other work, at the end of all that was said."""

    def __init__(self, texts: Texts) -> None:
        """Work for the people of these texts."""
        self.moderator = texts.ground.moderator
        self.administrator = texts.ground.viewers["alasdair"]

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do, when everything else is done."""
        for act in (self._rules, self._rota, self._held, self._serious, self._appeal, self._years):
            yield LAST, act

    def _rules(self) -> None:
        owner = self.moderator.account_id or 0
        with unit_of_work():
            for kind, wording in RULES:
                rule = save_rule(self.moderator, rule=None, kind=kind, owner_id=owner, wording=wording)
                switch_rule(self.moderator, rule=rule, active=kind is not RuleKind.REPEATED)
                rehearsal = actions.start_rehearsal(self.moderator, rule=rule, days=3650)
                compiled = actions.terms_to_rehearse(rehearsal)
                while actions.rehearse_further(rehearsal, compiled):
                    pass

    def _rota(self) -> None:
        with unit_of_work():
            for weekday in range(5):
                who = self.moderator if weekday % 2 == 0 else self.administrator
                actions.add_duty(
                    self.administrator,
                    account_id=who.account_id or 0,
                    weekday=weekday,
                    starts=9 * HOUR,
                    ends=17 * HOUR,
                )
            actions.write_note(
                self.moderator,
                text="The ward plan is quiet again. Two appeals came in; both are mine, so please hear them.",
                is_handover=True,
            )

    def _held(self) -> None:
        self._say(HELD)

    def _serious(self) -> None:
        comment = self._say(SERIOUS)
        if comment is not None:
            with unit_of_work():
                case = actions.escalate(
                    self.moderator, comment=db.session.get_one(Comment, comment.id), worry=Worry.SELF_HARM
                )
                actions.record_step(
                    self.moderator, escalation=case, text="Wrote to the person with the numbers to ring."
                )

    def _say(self, body: str) -> Comment | None:
        speaker = db.session.scalar(select(Account).where(Account.email == "member@northvale.example"))
        now = clock.now()
        found = db.session.scalar(
            select(Publication)
            .join(Thread, Thread.publication_id == Publication.id)
            .where(Thread.is_open, Thread.mode == ModerationMode.AFTER, Publication.public(now))
            .where(Thread.closes_at.is_(None) | (Thread.closes_at > now), Publication.withdrawn_at.is_(None))
            .order_by(Publication.id)
            .limit(1)
        )
        if speaker is None or found is None:
            return None
        with unit_of_work():
            return comments.send_comment(viewer_for(speaker), publication=found, body=body, name=speaker.name)

    def _appeal(self) -> None:
        with unit_of_work():
            rejected = db.session.scalars(
                select(Comment)
                .where(Comment.state == CommentState.REJECTED, Comment.reason_key != "advertising")
                .order_by(Comment.submitted_at.desc(), Comment.id)
                .limit(2)
            ).all()
            for comment in rejected:
                writer = db.session.get(Account, comment.account_id) if comment.account_id else None
                actions.appeal_comment(
                    viewer_for(writer) if writer else VISITOR,
                    comment=comment,
                    text="I said what happened to us. I named nobody. Please read it once more.",
                )

    def _years(self) -> None:
        this = local(clock.now()).year
        for year in range(first_year() or this, this + 1):
            with unit_of_work():
                actions.tell_year(year)
