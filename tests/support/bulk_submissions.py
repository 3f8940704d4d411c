"""Many sent submissions at once, written as rows: for benchmarks and for tests of what reads them."""

import json
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import func, insert, select, update

from engage.consultations.definition import Definition, QuestionKind, fingerprint_of
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.submissions.models import Answer, AnswerChoice, Submission, SubmissionVersion

BATCH = 2000
WORDS = ("bus", "stops", "six", "nobody", "street", "evening", "clinic", "walk", "home", "safely", "nurse", "ward")


def fill(consultation: Consultation, definition: Definition, number: int, *, seed: int = 1) -> None:
    """Send so many submissions to a consultation, each answering every question it can by chance."""
    random = Random(seed)
    with unit_of_work():
        first = (db.session.scalar(select(func.max(Submission.id))) or 0) + 1
    start = clock.now() - timedelta(seconds=number)
    whole = (_one(consultation, definition, first + n, start + timedelta(seconds=n), random) for n in range(number))
    while some := list(islice(whole, BATCH)):
        with unit_of_work():
            for table, place in ((Submission, 0), (SubmissionVersion, 1), (Answer, 2), (AnswerChoice, 3)):
                rows = [row for one in some for row in one[place]]
                if rows:
                    db.session.execute(insert(table), rows)
    with unit_of_work():
        changed = update(Consultation).where(Consultation.id == consultation.id)
        db.session.execute(changed.values(sent_count=Consultation.sent_count + number))


def _one(consultation: Consultation, definition: Definition, key: int, at: datetime, random: Random):
    answers = {q.key: value for q in definition.questions() if (value := _value(q, random)) is not None}
    reference = f"BULK-{key:08d}"
    print_ = fingerprint_of(reference, definition, answers) if key % 1000 == 0 else f"{key:064d}"
    about = {"consultation_id": consultation.id}
    submission = about | {
        "id": key,
        "definition": consultation.definition,
        "reference": reference,
        "state": "sent",
        "channel": random.choice(["web", "web", "web", "paper"]),
        "respondent": "self",
        "name": random.choice(["Ada Nye", "Gordon Pike", ""]),
        "email": None,
        "consent": random.choice(["named", "unnamed", "none"]),
        "revision": 1,
        "version": 1,
        "fingerprint": print_,
        "created_at": at,
        "saved_at": at,
        "sent_at": at,
    }
    version = {
        "submission_id": key,
        "number": 1,
        "definition": consultation.definition,
        "answers": json.dumps(answers),
        "fingerprint": print_,
        "at": at,
    }
    return [submission], [version], *_answers(about, key, answers, at)


def _answers(about: dict, key: int, answers: dict, at: datetime):
    rows = [
        about | {"submission_id": key, "question": k, "value": json.dumps(v), "text": str(v), "revision": 1}
        for k, v in answers.items()
    ]
    choices = [
        about | {"submission_id": key, "question": k, "option": option, "sent_at": at}
        for k, v in answers.items()
        if isinstance(v, dict)
        for option in [*v.get("choices", ()), *([v["choice"]] if "choice" in v else ())]
    ]
    return rows, choices


def _value(question, random: Random):
    match question.kind:
        case QuestionKind.ONE_CHOICE:
            return {"choice": random.choice(question.options).key}
        case QuestionKind.MANY_CHOICE:
            picked = [option.key for option in question.options if random.random() < 0.4 and not option.alone]
            return {"choices": picked} if picked else None
        case QuestionKind.SCALE:
            return random.randint(question.least, question.most)
        case QuestionKind.SHORT_TEXT | QuestionKind.LONG_TEXT:
            return " ".join(random.choices(WORDS, k=12))
        case _:
            return None
