"""Writes of publications: their texts, what stands around them, and when they are public."""

from engage.publishing.actions.arranging import (
    MilestoneLine,
    OrganisationPart,
    WorkstreamLine,
    set_milestones,
    set_organisations,
    set_related,
    set_workstreams,
)
from engage.publishing.actions.attaching import attach, detach, set_picture
from engage.publishing.actions.creating import create_plan, create_post
from engage.publishing.actions.deleting import before_deleting, delete_draft
from engage.publishing.actions.describing import change_slug, set_details, set_status
from engage.publishing.actions.pages import add_section, base_of, change_section, save_page
from engage.publishing.actions.publishing import announce, publish, unschedule, withdraw
from engage.publishing.actions.revisions import Stale, settle_update
from engage.publishing.actions.saving import Conflict, discard_autosave, keep_autosave, save_revision
from engage.publishing.actions.texts import LONGEST_BODY, check_texts, slug_from

__all__ = [
    "LONGEST_BODY",
    "Conflict",
    "MilestoneLine",
    "OrganisationPart",
    "Stale",
    "WorkstreamLine",
    "add_section",
    "announce",
    "attach",
    "base_of",
    "before_deleting",
    "change_section",
    "change_slug",
    "check_texts",
    "create_plan",
    "create_post",
    "delete_draft",
    "detach",
    "discard_autosave",
    "keep_autosave",
    "publish",
    "save_page",
    "save_revision",
    "set_details",
    "set_milestones",
    "set_organisations",
    "set_picture",
    "set_related",
    "set_status",
    "set_workstreams",
    "settle_update",
    "slug_from",
    "unschedule",
    "withdraw",
]
