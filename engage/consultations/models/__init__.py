"""The tables of consultations."""

from engage.consultations.models.consultation import (
    Consultation,
    ConsultationChange,
    ConsultationList,
    ConsultationMaterial,
    ConsultationMoment,
    ConsultationPublication,
    ConsultationState,
    ConsultationWaiver,
    DefinitionRevision,
    LaunchRecord,
    LibraryItem,
    PrivacyNotice,
    Rehearsal,
)

__all__ = [
    "Consultation",
    "ConsultationChange",
    "ConsultationList",
    "ConsultationMaterial",
    "ConsultationMoment",
    "ConsultationPublication",
    "ConsultationState",
    "ConsultationWaiver",
    "DefinitionRevision",
    "LaunchRecord",
    "LibraryItem",
    "PrivacyNotice",
    "Rehearsal",
]
