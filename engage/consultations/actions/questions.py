"""How the questions of a draft are changed, one part at a time, by several people at once."""

import hashlib
from collections.abc import Callable

from engage.consultations import queries
from engage.consultations.actions.building import StaleDefinition, add_definition, lock_draft
from engage.consultations.definition import Condition, Definition, Page, Question, editing, write_definition
from engage.consultations.definition.checking import doubled_keys
from engage.consultations.definition.document import canonical
from engage.consultations.models import Consultation
from engage.core.errors import Refused
from engage.core.permissions import Viewer

Change = Callable[[Definition], Definition]
GONE = "Somebody else took this away meanwhile. What you wrote is still here: copy what you need of it."


class StalePart(Refused):
    """Somebody else changed this very part since it was opened; `latest` is how it stands now."""

    def __init__(self, latest: Page | Question) -> None:
        """Keep what was saved meanwhile."""
        super().__init__(
            "Somebody else changed this after you opened it. "
            "What you typed is still here: compare it with what is saved now, and save again to put yours in its place."
        )
        self.latest = latest


def part_base(part: Page | Question) -> str:
    """What a form keeps of the part that it was opened with, to see whether it is still the same."""
    shown = part.model_copy(update={"questions": ()}) if isinstance(part, Page) else part
    return hashlib.sha256(canonical(shown.model_dump(mode="json")).encode()).hexdigest()[:16]


def change_questions(actor: Viewer, *, consultation: Consultation, change: Change, base: int | None = None) -> int:
    """Change the newest questions of a draft; gives the number of the revision that holds them then.

    With a `base` it raises StaleDefinition when others were saved since that revision.
    """
    lock_draft(consultation)
    latest = queries.latest_definition(consultation.id)
    if base is not None and base != latest:
        raise StaleDefinition(latest)
    held = queries.definition_of(consultation, latest)
    try:
        changed = change(held)
    except editing.NotThere as error:
        raise Refused(GONE) from error
    doubled = doubled_keys(changed)
    if doubled:
        raise Refused(f"Two parts have the key “{doubled[0]}”. Each needs one of its own.")
    if changed == held:
        return latest
    return add_definition(actor, consultation, write_definition(changed)).number


def save_question(
    actor: Viewer, *, consultation: Consultation, question: Question, page_key: str, base: str = ""
) -> int:
    """Save one question: in the place of the one with its key, or new at the end of a page.

    Raises StalePart when that very question was changed since `base` (of `part_base`); other people's work on
    other questions is no obstacle.
    """

    def put(definition: Definition) -> Definition:
        if question.key not in editing.keys_of(definition):
            if base:
                raise editing.NotThere
            return editing.add_question(definition, page_key, question)
        held = editing.find_question(definition, question.key)
        if held != question and base and part_base(held) != base:
            raise StalePart(held)
        return editing.replace_question(definition, question)

    return change_questions(actor, consultation=consultation, change=put)


def save_page(actor: Viewer, *, consultation: Consultation, page: Page, base: str = "") -> int:
    """Save the title and introduction of a page, or add it; its questions stay as they are.

    Raises StalePart when they were changed since `base`.
    """

    def put(definition: Definition) -> Definition:
        held = definition.page(page.key)
        if held is None:
            if base:
                raise editing.NotThere
            return editing.add_page(definition, page)
        new = held.model_copy(update={"title": page.title, "introduction": page.introduction})
        if held != new and base and part_base(held) != base:
            raise StalePart(held)
        return editing.replace_page(definition, new)

    return change_questions(actor, consultation=consultation, change=put)


def save_condition(
    actor: Viewer, *, consultation: Consultation, key: str, condition: Condition | None, base: int
) -> int:
    """Say when a page or a question is shown."""
    return change_questions(
        actor,
        consultation=consultation,
        base=base,
        change=lambda definition: editing.set_condition(definition, key, condition),
    )


def import_definition(actor: Viewer, *, consultation: Consultation, definition: Definition, base: int) -> int:
    """Put imported questions in the place of all others, which stay as an earlier revision."""
    return change_questions(actor, consultation=consultation, base=base, change=lambda _held: definition)
