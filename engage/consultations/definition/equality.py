"""The standard equality questions of public bodies in the United Kingdom: each may be declined, none is required."""

from engage.consultations.definition.questions import Option, Question, QuestionKind

RATHER_NOT = Option(key="rathernot", label="Prefer not to say")
YES_NO = (Option(key="yesx", label="Yes"), Option(key="noxx", label="No"))


def _one(key: str, label: str, *labels: str, **more: str) -> Question:
    return _asked(QuestionKind.ONE_CHOICE, key, label, labels, **more)


def _asked(
    kind: QuestionKind, key: str, label: str, labels: tuple[str, ...], *, say: str = "", other: str = ""
) -> Question:
    options = [Option(key=f"{key}{number:02}", label=words) for number, words in enumerate(labels, 1)]
    if other:
        options.append(Option(key=f"{key}other", label=other, other=True))
    rather_not = RATHER_NOT.model_copy(update={"alone": kind is QuestionKind.MANY_CHOICE})
    return Question(key=key, kind=kind, label=label, help=say, options=(*options, rather_not))


def _yes_no(key: str, label: str) -> Question:
    return Question(key=key, kind=QuestionKind.ONE_CHOICE, label=label, options=(*YES_NO, RATHER_NOT))


ETHNIC_GROUPS = (
    "Asian or Asian British: Bangladeshi",
    "Asian or Asian British: Chinese",
    "Asian or Asian British: Indian",
    "Asian or Asian British: Pakistani",
    "Asian or Asian British: any other Asian background",
    "Black or Black British: African",
    "Black or Black British: Caribbean",
    "Black or Black British: any other Black background",
    "Mixed: White and Asian",
    "Mixed: White and Black African",
    "Mixed: White and Black Caribbean",
    "Mixed: any other mixed background",
    "White: English, Welsh, Scottish, Northern Irish or British",
    "White: Irish",
    "White: Gypsy or Irish Traveller",
    "White: Roma",
    "White: any other White background",
    "Arab",
)

STANDARD_SET: tuple[Question, ...] = (
    _one(
        "eqage", "Which age group are you in?",
        "Under 16", "16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 to 74", "75 to 84", "85 or over",
    ),
    _one("eqsex", "What is your sex?", "Female", "Male"),
    _yes_no("eqgender", "Is the gender that you identify with the same as your sex registered at birth?"),
    _one("eqethnic", "What is your ethnic group?", *ETHNIC_GROUPS, other="Any other ethnic group, please say"),
    _one(
        "eqdisab",
        "Are your day-to-day activities limited by a health problem or disability?",
        "Yes, limited a lot", "Yes, limited a little", "No",
        say="One that has lasted, or is expected to last, at least 12 months.",
    ),
    _asked(
        QuestionKind.MANY_CHOICE,
        "eqimpair",
        "If they are, what is it about?",
        (
            "Mobility, such as walking or climbing stairs", "Sight", "Hearing", "Mental health",
            "Learning, understanding or concentrating", "Memory", "Stamina, breathing or tiredness",
            "Autism or another way of thinking and sensing",
        ),
        other="Something else, please say",
    ),
    _one(
        "eqfaith", "What is your religion or belief?",
        "No religion", "Buddhist", "Christian", "Hindu", "Jewish", "Muslim", "Sikh",
        other="Any other religion or belief, please say",
    ),
    _one(
        "eqorient", "Which of these describes your sexual orientation best?",
        "Straight or heterosexual", "Gay or lesbian", "Bisexual", other="In another way, please say",
    ),
    _one(
        "eqmarital", "What is your legal marital or civil partnership status?",
        "Never married and never in a civil partnership", "Married", "In a civil partnership",
        "Separated, but still married or in a civil partnership", "Divorced, or civil partnership dissolved",
        "Widowed, or surviving civil partner",
    ),
    _yes_no("eqpreg", "Are you pregnant, or have you had a baby in the last 12 months?"),
    _one(
        "eqcaring",
        "Do you look after somebody who needs help because of a long-term illness, a disability or old age?",
        "No", "Yes, up to 9 hours a week", "Yes, 10 to 19 hours a week", "Yes, 20 to 49 hours a week",
        "Yes, 50 hours a week or more",
        say="Do not count what you do as part of a paid job.",
    ),
)  # fmt: skip
