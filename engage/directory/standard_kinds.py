"""The kinds of organisations that every directory can begin with; what is added or renamed later is data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardKind:
    """A kind, what several of it are called, and the kind that it belongs to."""

    slug: str
    name: str
    plural: str
    parent: str | None = None


STANDARD = (
    StandardKind("commissioner", "Commissioner", "Commissioners"),
    StandardKind("integrated-care-board", "Integrated care board", "Integrated care boards", "commissioner"),
    StandardKind("national-body", "National body", "National bodies", "commissioner"),
    StandardKind("trust", "Trust", "Trusts"),
    StandardKind("ambulance-trust", "Ambulance trust", "Ambulance trusts", "trust"),
    StandardKind("primary-care", "Primary care", "Primary care"),
    StandardKind("gp-practice", "GP practice", "GP practices", "primary-care"),
    StandardKind("primary-care-network", "Primary care network", "Primary care networks", "primary-care"),
    StandardKind("pharmacy", "Pharmacy", "Pharmacies", "primary-care"),
    StandardKind("dentist", "Dentist", "Dentists", "primary-care"),
    StandardKind("optician", "Optician", "Opticians", "primary-care"),
    StandardKind("care-provider", "Care provider", "Care providers"),
    StandardKind("care-home", "Care home", "Care homes", "care-provider"),
    StandardKind("hospice", "Hospice", "Hospices", "care-provider"),
    StandardKind("council", "Council", "Councils"),
    StandardKind("parish-council", "Parish or town council", "Parish and town councils", "council"),
    StandardKind("elected-member", "Elected member’s office", "Elected members’ offices"),
    StandardKind("patients-group", "Patients’ or carers’ group", "Patients’ and carers’ groups"),
    StandardKind("patients-association", "Patients’ association", "Patients’ associations", "patients-group"),
    StandardKind("carers-group", "Carers’ group", "Carers’ groups", "patients-group"),
    StandardKind(
        "participation-group", "Patient participation group", "Patient participation groups", "patients-group"
    ),
    StandardKind("voluntary-group", "Voluntary or community group", "Voluntary and community groups"),
    StandardKind("local-group", "Local group", "Local groups", "voluntary-group"),
    StandardKind("charity", "Charity", "Charities", "voluntary-group"),
    StandardKind("faith-group", "Faith group", "Faith groups", "voluntary-group"),
    StandardKind("youth-group", "Youth group", "Youth groups", "voluntary-group"),
    StandardKind("professional-body", "Professional body", "Professional bodies"),
    StandardKind("trade-union", "Trade union", "Trade unions", "professional-body"),
    StandardKind("regulator", "Regulator", "Regulators"),
    StandardKind("partnership", "Partnership", "Partnerships"),
    StandardKind("education", "School, college or university", "Schools, colleges and universities"),
    StandardKind("emergency-service", "Emergency service", "Emergency services"),
    StandardKind("business", "Business", "Businesses"),
    StandardKind("media", "Media", "Media"),
)
BY_SLUG = {kind.slug: kind for kind in STANDARD}
PLACES = {kind.slug: place for place, kind in enumerate(STANDARD, 1)}
