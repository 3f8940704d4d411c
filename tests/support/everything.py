"""One person of whom every table that can holds something, with a mark of its own in every column that can bear one."""

import json
from datetime import timedelta

from sqlalchemy import Enum, String, insert, inspect, literal_column, select, table, update

from engage.accounts.session import viewer_for
from engage.consultations.models import Consultation
from engage.core import clock, files, person
from engage.core.database import Base, db, reading, unit_of_work
from engage.core.person import Fate, Holding
from engage.directory_upkeep.models import DirectoryBulk, DirectoryBulkItem
from engage.mail.models import TargetKind
from engage.moderation.models import BulkDecision, BulkItem
from engage.publishing.models import Plan, Post, Workstream
from engage.submissions.actions.indexing import index_submission
from engage.submissions.models import Submission
from tests.support.accounts import make_account
from tests.support.comments import confirm, make_comment
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.directory import make_contact, make_organisation
from tests.support.engagements import make_engagement
from tests.support.mail import follow
from tests.support.publishing import make_plan, make_post
from tests.support.submissions import ANSWERS, make_submission

NAME, ADDRESS = "Zebedee Quillfeather", "zebedee@quillfeather.example"
SPOKEN = f"Spoke with {NAME}, who writes from {ADDRESS}."
# What a row must hold beside its marks, where a table is held in two ways or a check wants one of several columns.
WANTED = {
    "Accounts that asked to move to your address": {"pending_email": ADDRESS, "email": "other@people.example"},
    "What you could not do for a time": {"lifted_at": "#now"},
    "A block of your address that was lifted": {"lifted_at": "#now", "email": ADDRESS.upper()},
    "Reports of something illegal": {"answered_at": "#now"},
    "Networks and panels that you are part of": {"organisation_id": None},
    "What your entry said before it was changed": {"kind": "contact", "subject_id": "#contact"},
    "What organisations said of their entries, with your name in it": {
        "stood": json.dumps({"email": SPOKEN}),
        "proposed": json.dumps({"email": SPOKEN}),
    },
    "Earlier values, kept to undo a merge": {"kind": "contact", "kept_id": "#contact", "double_id": 0},
    "Earlier values, kept to undo a change of many entries": {"subject_id": "#contact"},
    "Consultations to which you were invited": {"organisation_id": None},
    "Where you stood on a map of stakeholders": {"organisation_id": None},
    "Decisions about speaking for an organisation that can be undone": {"kind": "claim", "subject_id": 1},
    "Decisions about your appeals that can be undone": {"kind": "appeal", "subject_id": 1},
    "Lines of imported files that could not be taken": {"faults": json.dumps([[3, SPOKEN]])},
    "Lines of imported responses that could not be taken": {"faults": json.dumps([[3, SPOKEN]])},
    "Your erasure": {"whom": SPOKEN, "tell": ADDRESS, "state": "done"},
    "When you are told at once that something is serious": {"people": f"first@people.example\n{ADDRESS}"},
    "Files of your responses": {"submission_id": "#counted"},
    "Mail to others that names you": {"to": "other@people.example", "subject": SPOKEN},
}
# Texts that are JSON, with the key under which the mark stands.
JSON_TEXTS = {
    ("answer", "value"): "x",
    ("answer", "typed"): "x",
    ("set_aside_answer", "value"): "x",
    ("set_aside_answer", "typed"): "x",
    ("submission_version", "answers"): "short",
    ("stakeholder_merge", "moved"): "x",
    ("stakeholder_revision", "held"): "x",
    ("directory_bulk_item", "held"): "x",
    ("consent_record", "details"): "x",
    ("engagement_revision", "fields"): "said",
    ("directory_import", "faults"): "x",
    ("submission_import", "faults"): "x",
}


class Everything:
    """The person, what it took to make them, and the mark of each column."""

    def __init__(self):
        self.plan, self.post = make_plan(), make_post()
        self.account = make_account(email=ADDRESS, name=NAME, roles=["editor"])
        self.others = make_account(email="admin@people.example", name="Ada Byron", roles=["administrator"])
        self.actor = viewer_for(self.account)
        self.organisation = make_organisation()
        self.contact = make_contact(NAME, email=ADDRESS, organisation=self.organisation, title="Chair")
        self.consultation = make_consultation()
        self.closed = make_consultation(closes_at=clock.now() - timedelta(days=1))
        self._write()
        self.marks = {}
        self._fill()
        self._mark()
        look_again()
        with unit_of_work():
            for each in (self.open_one, self.counted):
                index_submission(db.session.get(Submission, each.id))

    def leave_office(self):
        """Let somebody else answer for the plan, the post and the consultation, as an editor does."""
        with unit_of_work():
            plan = db.session.get(Plan, self.plan.id)
            plan.contact_name = plan.contact_email = db.session.get(Post, self.post.id).byline_name = ""
            asked = db.session.get(Consultation, self.consultation.id)
            asked.contact_name, asked.contact_email = "", "ask@people.example"
            db.session.execute(update(Workstream).values(lead=""))

    def _write(self):
        self.comment = make_comment(self.plan, account=self.account)
        self.answered = make_comment(self.plan, parent=self.comment)
        self.guest = confirm(make_comment(self.plan, guest=ADDRESS, name=NAME))
        facts = {"name": NAME, "email": ADDRESS}
        self.open_one = make_submission(self.consultation, actor=self.actor, consent="named", **facts)
        with clock.pretending(clock.now() - timedelta(days=9)):
            self.counted = make_submission(self.closed, consent="named", **facts)
        self.draft = make_submission(self.consultation, sent=False, answers=ANSWERS, **facts)
        self.engagement = make_engagement(said=SPOKEN, others=NAME)
        follow(ADDRESS, (TargetKind.PUBLICATION, self.plan.id))

        with unit_of_work():
            plan = db.session.get(Plan, self.plan.id)
            plan.contact_name, plan.contact_email = NAME, ADDRESS
            db.session.get(Post, self.post.id).byline_name = NAME
            asked = db.session.get(Consultation, self.consultation.id)
            asked.contact_name, asked.contact_email, asked.contact_phone = NAME, ADDRESS, "zq-phone"
            self._many(BulkDecision, BulkItem, "bulk_id", comment_id=self.comment.id)
            self._many(DirectoryBulk, DirectoryBulkItem, "bulk_id", kind="contact", subject_id=self.contact.id)
            db.session.add(Workstream(plan_id=plan.id, position=1, title="Buses", lead=NAME))

    @property
    def plan_path(self):
        """Where the plan stands on which the person commented."""
        return f"/plans/{self.plan.slug}/"

    def _many(self, whole, part, key, **facts):
        """A decision or a change about many, with its item about this person."""
        kind = {"kind": facts.pop("kind")} if "kind" in facts else {}
        self._row(part.__table__, {key: self._row(whole.__table__, kind), **facts})

    def _fill(self):
        for holding in person.holdings():
            if holding.whose is not person.nobody and not rows_of(holding, person_now()):
                with unit_of_work():
                    self._row(holding.table, WANTED.get(holding.title, {}))

    def _row(self, kind, wanted):
        """Put a row into a table, with whatever it needs and everything that can be the person's."""
        values = {}
        for column in kind.columns:
            if column.name in wanted:
                values[column.name] = self._wanted(wanted[column.name])
            elif column.foreign_keys:
                values[column.name] = self._parent(column)
            elif not (column.nullable or column.default is not None or column.autoincrement is True):
                values[column.name] = self._value(kind, column)
            if column.name in ("email", "proof_email") and column.name not in wanted:
                values[column.name] = ADDRESS
        values = {name: value for name, value in values.items() if value is not None or name in wanted}
        if kind.primary_key.columns.keys() == ["id"] and not kind.c.id.foreign_keys and kind.c.id.default is None:
            values.pop("id", None)
        return db.session.execute(insert(kind).values(values)).inserted_primary_key[0]

    def _wanted(self, value):
        return (
            {"#now": clock.now(), "#contact": self.contact.id, "#counted": self.counted.id}.get(value, value)
            if isinstance(value, str)
            else value
        )

    def _parent(self, column):
        key = next(iter(column.foreign_keys)).column
        theirs = {
            "account": self.account.id,
            "contact": self.contact.id,
            "comment": self.comment.id,
            "submission": self.open_one.id,
            "engagement": self.engagement.id,
            "organisation": self.organisation.id,
            "publication": self.plan.id,
            "consultation": self.consultation.id,
        }
        if key.table.name in theirs:
            return None if column.name in ("merged_into_id", "amends_id") else theirs[key.table.name]
        if column.nullable:
            return None
        if key.table.name == "stored_file":
            return files.store(files.accept_document("letter.txt", b"Of nobody.")).id
        found = db.session.scalar(select(key).limit(1))
        return found if found is not None else self._row(key.table, {})

    def _value(self, held_in, column):
        kind = column.type
        if isinstance(kind, Enum):
            return next(iter(kind.enum_class))
        if isinstance(kind, String):
            return "[]" if column.name in ("spans", "samples", "about") else f"{held_in.name}-{column.name}"
        made = getattr(kind, "impl", kind).python_type
        return {"datetime": clock.now(), "date": clock.now().date(), "bool": False}.get(made.__name__, 7)

    def _mark(self):
        them = person_now()
        for holding in person.holdings():
            keys = list(holding.table.primary_key)
            for row in rows_of(holding, them):
                new = self._marks_of(holding, row)
                if new:
                    match = [key == value for key, value in zip(keys, row, strict=True)]
                    with unit_of_work():
                        db.session.execute(update(holding.table).where(*match).values(new))

    def _marks_of(self, holding, row):
        """The mark of each column of a row that does not hold the address or the name already."""
        held_in, new = holding.table, {}
        with reading():
            match = [key == value for key, value in zip(held_in.primary_key, row, strict=True)]
            held = db.session.execute(select(held_in).where(*match)).one()._mapping
        for name in holding.personal:
            column = held_in.c[name]
            others = name in holding.unseen and name in holding.keeps
            if not isinstance(column.type, String) or isinstance(column.type, Enum) or others:
                continue
            if ADDRESS in str(held[name]).lower() or (NAME in str(held[name]) and name not in holding.blacks_out):
                continue
            words = SPOKEN if name in holding.blacks_out else self._mark_for(held_in, name, holding)
            key = JSON_TEXTS.get((held_in.name, name))
            new[name] = json.dumps({key: words}) if key else words
        return new

    def _mark_for(self, held_in, name, holding):
        mark = f"zq{held_in.name}{name}{len(self.marks)}zq".replace("_", "")
        self.marks[mark] = (held_in.name, name, holding)
        return mark

    @property
    def exercised(self):
        """The columns that really hold something of the person, by what stands in the database."""
        found = {(table, name) for table, name, _ in self.marks.values()}
        return found | {(table, name) for table, name, said in everything_stored() if ADDRESS in said or NAME in said}


def person_now():
    """The person as the features find them by the address."""
    look_again()
    with reading():
        return person.at_address(ADDRESS)


def rows_of(holding: Holding, them):
    """The keys of the rows of a table that are the person's."""
    with reading():
        return db.session.execute(select(*holding.table.primary_key).where(holding.whose(them))).all()


def everything_stored():
    """Every text in every table of the database, those in which words are looked for too: table, column, text."""
    look_again()
    with reading():
        names = inspect(db.session.connection()).get_table_names()
        for name in names:
            for row in db.session.execute(select(literal_column("*")).select_from(table(name))):
                for column, value in row._mapping.items():
                    said = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                    if isinstance(said, str):
                        yield name, column, said


def kept_columns():
    """The columns that some holding keeps, with its reason."""
    return {
        (holding.table.name, name)
        for holding in person.holdings()
        for name in holding.table.columns.keys()  # noqa: SIM118 - columns give themselves
        if holding.fate is Fate.KEPT or name in holding.keeps
    }


def declared_columns():
    """Every text column that is declared as personal data."""
    return {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "personal" in column.info and isinstance(column.type, String) and not isinstance(column.type, Enum)
    }
