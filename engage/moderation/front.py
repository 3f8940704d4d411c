"""The moderators' blueprint, its places in the menu, and what each staff page says while comments are stopped."""

from flask import Blueprint

from engage.comments.rights import BLOCK, EDIT_REASONS, MODERATE, SET_THREAD, STOP
from engage.core import access, navigation, undoing
from engage.moderation.rights import SEE_DECISIONS

blueprint = Blueprint("moderation_staff", __name__, url_prefix="/staff/moderation")

navigation.add("staff", "moderation_staff.queue", "Moderation", 30, MODERATE)
navigation.add("staff", "moderation_staff.figures", "Moderation figures", 30, MODERATE)
navigation.add("staff", "moderation_staff.threads", "Threads", 31, SET_THREAD)
navigation.add("staff", "moderation_staff.log", "Decisions", 32, SEE_DECISIONS)
navigation.add("staff", "moderation_staff.blocks", "Blocked addresses", 33, BLOCK)
navigation.add("staff", "moderation_staff.stop", "Emergency stop", 34, STOP)
navigation.add("staff", "moderation_staff.reasons", "Reasons", 35, EDIT_REASONS)


@blueprint.app_template_global()
def last_step() -> undoing.UndoStep | None:
    """What the viewer decided last about anything but a comment, while it can be undone."""
    return undoing.last_step(access.viewer())


@blueprint.app_template_global()
def may_moderate() -> bool:
    """Whether the viewer works at the desk, so that others there can be told what is open here."""
    return access.viewer().may(MODERATE)


@blueprint.app_template_global()
def may_stop_comments() -> bool:
    """Whether the viewer may stop and allow comments on the whole site."""
    return access.viewer().scope(STOP) is None
