"""The codebook: what each column of a table of submissions means."""

from collections.abc import Iterable

from engage.submission_data.exports.columns import Column

HEADINGS = ["column", "question", "kind", "shows", "values", "required", "key"]
ABOUT = {
    "reference": "The reference of the submission",
    "channel": "How it came: web, paper, phone, event or email",
    "respondent": "For whom it speaks: self, somebody or organisation",
    "organisation": "The organisation whose formal response it is",
    "area": "The code of the respondent's area",
    "sent_at": "When it was sent first, UTC",
    "version": "How often it was sent",
    "late": "1 if it was sent in the time of grace",
    "consent": "What may be published: named, unnamed or none",
    "name": "Who sent it",
    "email": "The address given for the receipt",
    "for_name": "For whom somebody else answered",
    "for_relation": "How the writer stands to that person",
}


def codebook(columns: Iterable[Column], names: Iterable[str]) -> list[list[str]]:
    """The rows of the codebook below its headings: the columns about a submission, then those of its answers."""
    about = [[name, "", "", ABOUT[name], "", "", ""] for name in names if name in ABOUT]
    return about + [_line(column) for column in columns]


def _line(column: Column) -> list[str]:
    question = column.question
    values = "; ".join(option.label for option in question.options)
    return [
        column.name,
        question.label,
        question.kind.label,
        column.says,
        values,
        "yes" if question.required else "no",
        question.key,
    ]
