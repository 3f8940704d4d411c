"""What publications say of a person: those who answer for them, in their office."""

from sqlalchemy import or_

from engage.core.person import Fate, Holding, holds, mentions, one_of
from engage.publishing.models import Autosave, Plan, Post, Workstream

IN_OFFICE = "it is the public record of who answered for it in the body’s name; an editor changes who answers now"

holds(
    Holding(
        "Plans that name you as the one to ask",
        Plan,
        lambda person: or_(mentions(person, Plan.contact_email), mentions(person, Plan.contact_name)),
        Fate.KEPT,
        IN_OFFICE,
        also=("contact_role",),
    ),
    Holding(
        "Posts that bear your name",
        Post,
        lambda person: mentions(person, Post.byline_name),
        Fate.KEPT,
        IN_OFFICE,
        also=("byline_role", "byline_organisation"),
    ),
    Holding(
        "Workstreams that you lead",
        Workstream,
        lambda person: mentions(person, Workstream.lead),
        Fate.KEPT,
        IN_OFFICE,
        also=("title",),
    ),
    Holding(
        "Drafts of publications that were saved for you",
        Autosave,
        lambda person: one_of(Autosave.account_id, person.ids("account")),
        Fate.DELETED,
        "nobody else can open them",
        also=("at",),
    ),
)
