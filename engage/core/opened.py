"""Forms about what is there already: what somebody else saved meanwhile is never lost without a word."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction
from wtforms import Field, FileField, HiddenField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from engage.core.database import Base, db, is_reading
from engage.core.forms import Form

OVERTAKEN = (
    "Somebody changed this after you had opened the page. Look at what is saved now, and save again to keep yours."
)
NOTHING = "Nothing"


def hold(kind: type[Base], *ids: int) -> None:
    """Keep these records from being saved by anybody else until the request ends; whoever else saves waits.

    Called before anything of them is read, so that what a form is compared with is what is saved at that moment. A page
    that is only looked at holds nothing, and lets nobody wait.
    """
    if is_reading():
        return
    key = kind.__table__.c.id
    wanted = select(kind).where(key.in_(ids)).order_by(key).with_for_update(key_share=True)
    db.session.scalars(wanted.execution_options(populate_existing=True)).all()
    db.session().info.setdefault("held", set()).update((kind, each) for each in ids)


@event.listens_for(Session, "after_transaction_end")
def _hold_no_more(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop("held", None)


class OpenedForm(Form):
    """A form that carries on what it was opened, as a mark of each box.

    Where `compare` was called, a box that somebody else changed since and this person left alone keeps the change.
    A box that both changed is refused once, with what is saved now; sent again it is saved.
    """

    opened = HiddenField(render_kw={"id": False})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Mark what stands in the boxes, unless the request says on what it was opened."""
        super().__init__(*args, **kwargs)
        self._held = frozenset(db.session().info.get("held", ()))
        self._last_saved: Callable[[], str] | None = None
        self.overtaken: Sequence[tuple[str, str]] = ()
        self.saved_by = ""
        self._carried: str = self.opened.data or ""
        self.opened.data = self._carried or _text(self._marks())

    def compare(self, record: Base, last_saved: Callable[[], str]) -> None:
        """Look at what somebody else changed before this is saved; `last_saved` says who saved it last, and when.

        The record must be held before the form is made: else two who save in the same instant would both find what was
        there before, and the second would overwrite the first.
        """
        if not is_reading() and (type(record), record.id) not in self._held:  # type: ignore[attr-defined]  # what is opened has a number
            raise RuntimeError("hold the record before the form reads what is saved")
        self._last_saved = last_saved

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form holds, and nothing is lost by saving it."""
        return super().validate(extra_validators) and self._loses_nothing()

    def _loses_nothing(self) -> bool:
        if self._last_saved is None or not self._carried:
            return True
        was, now = _marks_in(self._carried), self._marks()
        changed = [field for field in self._boxes() if was.get(field.name) != now[field.name]]
        lost = [field for field in changed if _mark(field, field.data) not in (was.get(field.name), now[field.name])]
        for field in changed:
            if _mark(field, field.data) == was.get(field.name):
                _put_back(field)
        if not lost:
            return True
        self.overtaken = [(field.label.text, _shown(field)) for field in lost]
        self.saved_by, self.opened.data = self._last_saved(), _text(now)
        for field in lost:
            field.errors = [OVERTAKEN]
        return False

    def _boxes(self) -> list[Field]:
        return [field for field in self if not isinstance(field, HiddenField | FileField)]

    def _marks(self) -> dict[str, str]:
        return {field.name: _mark(field, _present(field)) for field in self._boxes()}


def _present(field: Field) -> Any:
    """What was saved when the request began, cleaned as what is typed."""
    value = field.object_data
    if isinstance(value, str):
        for clean in field.filters:
            value = clean(value)
    return value


def _put_back(field: Field) -> None:
    field.process_data(_present(field))
    field.raw_data = None


def _mark(field: Field, value: Any) -> str:
    if isinstance(field, SelectMultipleField):
        value = "\n".join(sorted(str(each) for each in value or ()))
    plain = "" if value is None or value is False else str(value).replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _text(marks: Mapping[str, str]) -> str:
    return " ".join(f"{name}:{mark}" for name, mark in marks.items())


def _marks_in(text: str) -> dict[str, str]:
    return {name: mark for name, _, mark in (each.partition(":") for each in text.split())}


def _shown(field: Field) -> str:
    """What is saved now, in the words of the form."""
    value = _present(field)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    choices = [SelectChoice.from_input(each) for each in getattr(field, "choices", None) or ()]
    called = {str(each.value): str(each.label) for each in choices}
    values = value if isinstance(value, list) else [value]
    return ", ".join(called.get(str(each), str(each)) for each in values if each not in (None, "")) or NOTHING
