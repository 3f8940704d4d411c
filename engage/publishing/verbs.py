"""What the ledger says of publications; the subject is the publication unless another is named."""

from engage.core.ledger import declare

PUBLICATION_CREATED = declare(
    "publication.created", subject="publication", says="A plan or a post was begun.", kind=str, slug=str
)
PUBLICATION_REVISED = declare(
    "publication.revised", subject="publication", says="A text was saved as a new revision.", revision=int
)
PUBLICATION_DETAILS_CHANGED = declare(
    "publication.details_changed",
    subject="publication",
    says="Something beside the text was changed; the revision holds it.",
    part=str,
    revision=int,
)
PUBLICATION_SLUG_CHANGED = declare(
    "publication.slug_changed", subject="publication", says="The address was changed.", old=str, new=str
)
PUBLICATION_SCHEDULED = declare(
    "publication.scheduled",
    subject="publication",
    says="It was said when a revision becomes public.",
    revision=int,
    publish_at=str,
)
PUBLICATION_UNSCHEDULED = declare(
    "publication.unscheduled", subject="publication", says="A scheduled publication became a draft again."
)
UPDATE_UNSCHEDULED = declare(
    "publication.update_unscheduled", subject="publication", says="A scheduled update was taken back."
)
PUBLICATION_PUBLISHED = declare("publication.published", subject="publication", says="It became public.", revision=int)
PUBLICATION_UPDATED = declare(
    "publication.updated", subject="publication", says="A newer revision became public.", revision=int
)
PUBLICATION_WITHDRAWN = declare("publication.withdrawn", subject="publication", says="It was withdrawn.")
PUBLICATION_DELETED = declare(
    "publication.deleted",
    subject="publication",
    says="A draft that was never public was deleted.",
    kind=str,
    slug=str,
)
PLAN_STATUS_CHANGED = declare(
    "plan.status_changed",
    subject="publication",
    says="The status of a public plan was changed.",
    old=str,
    new=str,
)
PAGE_SAVED = declare("site_page.saved", subject="site_page", says="A page about the site was saved.", slug=str)
SECTION_ADDED = declare("post_section.added", subject="post_section", says="A section of posts was added.", slug=str)
SECTION_CHANGED = declare(
    "post_section.changed", subject="post_section", says="A section's name or introduction was changed.", slug=str
)
