"""What the ledger says of organisations, contacts and networks."""

from engage.core.ledger import declare

ORGANISATION_ADDED = declare("organisation.added", subject="organisation", says="An organisation was added.", slug=str)
ORGANISATION_CHANGED = declare(
    "organisation.changed",
    subject="organisation",
    says="Details of an organisation were changed.",
    fields=str,
    revision_id=int,
)
ORGANISATION_AREAS_SET = declare(
    "organisation.areas_set",
    subject="organisation",
    says="The areas of an organisation were set.",
    area_ids=str,
    revision_id=int,
)
MEMBER_ADDED = declare(
    "organisation.member_added",
    subject="organisation",
    says="An account was empowered to act for an organisation.",
    account_id=int,
)
MEMBER_REMOVED = declare(
    "organisation.member_removed",
    subject="organisation",
    says="An account may no longer act for an organisation.",
    account_id=int,
)
ORGANISATION_TOPICS_SET = declare(
    "organisation.topics_set",
    subject="organisation",
    says="The interests of an organisation were set.",
    topic_ids=str,
    revision_id=int,
)
KIND_ADDED = declare(
    "organisation_kind.added", subject="organisation_kind", says="A kind of organisation was added.", slug=str
)
KIND_CHANGED = declare(
    "organisation_kind.changed",
    subject="organisation_kind",
    says="A kind of organisation is called something else.",
    fields=str,
    revision_id=int,
)
CONTACT_ADDED = declare("contact.added", subject="contact", says="A contact was added.")
CONTACT_CHANGED = declare(
    "contact.changed", subject="contact", says="Details of a contact were changed.", fields=str, revision_id=int
)
CONTACT_ROLE_BEGUN = declare(
    "contact.role_begun",
    subject="contact",
    says="A contact has a role at an organisation.",
    organisation_id=int,
    revision_id=int,
)
CONTACT_ROLE_ENDED = declare(
    "contact.role_ended",
    subject="contact",
    says="A contact has a role no longer.",
    organisation_id=int,
    revision_id=int,
)
CONTACT_ROLE_CHANGED = declare(
    "contact.role_changed",
    subject="contact",
    says="A contact’s role at an organisation was corrected.",
    organisation_id=int,
    revision_id=int,
)
CONTACT_PERMISSION_RECORDED = declare(
    "contact.permission_recorded",
    subject="contact",
    says="What a contact agreed or objected to was recorded.",
    purpose=str,
    agreed=bool,
    basis=str,
)
ORGANISATION_CONFIRMED = declare(
    "organisation.confirmed",
    subject="organisation",
    says="What the directory has of an organisation was confirmed.",
    revision_id=int,
)
ORGANISATION_MERGED = declare(
    "organisation.merged",
    subject="organisation",
    says="An organisation became part of another record.",
    into=int,
    revision_id=int,
)
ORGANISATION_MERGE_UNDONE = declare(
    "organisation.merge_undone",
    subject="organisation",
    says="An organisation was taken apart again.",
    kept=int,
    revision_id=int,
)
NETWORK_ADDED = declare("network.added", subject="network", says="A network or panel was added.", kind=str)
NETWORK_CHANGED = declare(
    "network.changed",
    subject="network",
    says="Details of a network or panel were changed.",
    fields=str,
    revision_id=int,
)
NETWORK_MEMBER_ADDED = declare(
    "network.member_added",
    subject="network",
    says="A member joined a network or panel.",
    member_id=int,
    member_kind=str,
    stakeholder_id=int,
)
NETWORK_MEMBER_CHANGED = declare(
    "network.member_changed",
    subject="network",
    says="The term of a member of a network or panel was changed.",
    member_id=int,
    fields=str,
    revision_id=int,
)
NETWORK_MEETING_ADDED = declare(
    "network.meeting_added", subject="network", says="A meeting of a network or panel was noted.", meeting_id=int
)
NETWORK_MEETING_CHANGED = declare(
    "network.meeting_changed",
    subject="network",
    says="A meeting of a network or panel was changed.",
    meeting_id=int,
    fields=str,
    revision_id=int,
)
NETWORK_PAPER_ADDED = declare(
    "network.paper_added",
    subject="network",
    says="A paper was put to a meeting of a network or panel.",
    paper_id=int,
    sha256=str,
)
NETWORK_PAPER_REMOVED = declare(
    "network.paper_removed",
    subject="network",
    says="A paper of a meeting of a network or panel was taken away.",
    paper_id=int,
)
CONTACT_MERGED = declare(
    "contact.merged", subject="contact", says="A contact became part of another record.", into=int, revision_id=int
)
CONTACT_MERGE_UNDONE = declare(
    "contact.merge_undone", subject="contact", says="A contact was taken apart again.", kept=int, revision_id=int
)
CONTACT_CONFIRMED = declare(
    "contact.confirmed", subject="contact", says="What the directory has of a contact was confirmed.", revision_id=int
)
CONTACT_LINK_ASKED = declare(
    "contact.link_asked",
    subject="contact",
    says="A contact was asked whether the entry may be linked with an account.",
    link_id=int,
)
CONTACT_LINK_AGREED = declare(
    "contact.link_agreed",
    subject="contact",
    says="A contact agreed that the entry is linked with an account.",
    link_id=int,
    revision_id=int,
)
CONTACT_LINK_DECLINED = declare(
    "contact.link_declined",
    subject="contact",
    says="A contact did not agree that the entry is linked with an account.",
    link_id=int,
)
CONTACT_LINK_ENDED = declare(
    "contact.link_ended",
    subject="contact",
    says="A contact’s entry is linked with an account no longer.",
    link_id=int,
    revision_id=int,
)
CONTACT_ERASED = declare("contact.erased", subject="contact", says="A contact was erased.", objected=bool)
KIND_MOVED = declare(
    "organisation_kind.moved",
    subject="organisation_kind",
    says="A kind of organisation belongs to another one.",
    parent_id=int,
    revision_id=int,
)
KIND_RETIRED = declare(
    "organisation_kind.retired",
    subject="organisation_kind",
    says="A kind of organisation is given to no other any more.",
)
KIND_BROUGHT_BACK = declare(
    "organisation_kind.brought_back", subject="organisation_kind", says="A kind of organisation can be given again."
)
KIND_REMOVED = declare(
    "organisation_kind.removed",
    subject="organisation_kind",
    says="A kind of organisation that nothing had was removed.",
    slug=str,
)
