"""Writes of consultations and of what is sent to them."""

from engage.consultations.actions.adopting import adopt_questions
from engage.consultations.actions.building import (
    StaleDefinition,
    StaleDetails,
    base_of,
    create_consultation,
    save_definition,
    save_notice,
    set_details,
    set_publications,
)
from engage.consultations.actions.changing import amend, drop_change, keep_too_late, withdraw
from engage.consultations.actions.copying import copy_consultation
from engage.consultations.actions.correcting import (
    CORRECTABLE,
    call_off,
    correct_detail,
    correct_notice,
    correct_questions,
    extend,
    publish_results,
)
from engage.consultations.actions.drafting import (
    SaveResult,
    begin,
    begin_once,
    save_answers,
    set_person,
    settle_choices,
)
from engage.consultations.actions.equality import give_equality_answers
from engage.consultations.actions.filing import add_files, note_scan, note_words
from engage.consultations.actions.forgetting import forget_drafts
from engage.consultations.actions.launching import launch, launch_checked, write_due_moments
from engage.consultations.actions.library import insert_from_library, keep_in_library, remove_from_library
from engage.consultations.actions.listing import set_lists
from engage.consultations.actions.materials import (
    add_late_material,
    add_material,
    remove_material,
    replace_material,
    take_off_material,
)
from engage.consultations.actions.questions import (
    StalePart,
    change_questions,
    import_definition,
    part_base,
    save_condition,
    save_page,
    save_question,
)
from engage.consultations.actions.rehearsing import lift_waiver, rehearse, waive_check
from engage.consultations.actions.sending import TooLate, faults_of, is_too_late, may_send_until, send
from engage.consultations.actions.special_days import (
    add_special_days,
    remove_special_days,
)
from engage.consultations.actions.telling_changes import (
    tell_next_change,
)

__all__ = [
    "CORRECTABLE",
    "SaveResult",
    "StaleDefinition",
    "StaleDetails",
    "StalePart",
    "TooLate",
    "add_files",
    "add_late_material",
    "add_material",
    "add_special_days",
    "adopt_questions",
    "amend",
    "base_of",
    "begin",
    "begin_once",
    "call_off",
    "change_questions",
    "copy_consultation",
    "correct_detail",
    "correct_notice",
    "correct_questions",
    "create_consultation",
    "drop_change",
    "extend",
    "faults_of",
    "forget_drafts",
    "give_equality_answers",
    "import_definition",
    "insert_from_library",
    "is_too_late",
    "keep_in_library",
    "keep_too_late",
    "launch",
    "launch_checked",
    "lift_waiver",
    "may_send_until",
    "note_scan",
    "note_words",
    "part_base",
    "publish_results",
    "rehearse",
    "remove_from_library",
    "remove_material",
    "remove_special_days",
    "replace_material",
    "save_answers",
    "save_condition",
    "save_definition",
    "save_notice",
    "save_page",
    "save_question",
    "send",
    "set_details",
    "set_lists",
    "set_person",
    "set_publications",
    "settle_choices",
    "take_off_material",
    "tell_next_change",
    "waive_check",
    "withdraw",
    "write_due_moments",
]
