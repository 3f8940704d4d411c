"""The blueprint of the staff pages of casework, and their places in the menu."""

from flask import Blueprint

from engage.casework.rights import ANSWER_ILLEGAL, ESCALATE, HEAR_APPEALS, KEEP_NOTES, SANCTION
from engage.core import navigation

blueprint = Blueprint("casework_staff", __name__, url_prefix="/staff/moderation")
navigation.add("staff", "casework_staff.appeals", "Appeals", 37, HEAR_APPEALS)
navigation.add("staff", "casework_staff.sanctions", "Sanctions", 38, SANCTION)
navigation.add("staff", "casework_staff.handover", "Hand-over", 39, KEEP_NOTES)
navigation.add("staff", "casework_staff.escalations", "Escalated", 40, ESCALATE)
navigation.add("staff", "casework_staff.illegal_reports", "Illegal content", 41, ANSWER_ILLEGAL)
