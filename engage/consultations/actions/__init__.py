"""Writes of consultations."""

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
from engage.consultations.actions.copying import (
    copy_consultation,
)
from engage.consultations.actions.correcting import (
    CORRECTABLE,
    call_off,
    correct_detail,
    correct_notice,
    correct_questions,
    extend,
    publish_results,
)
from engage.consultations.actions.launching import (
    launch,
    launch_checked,
    write_due_moments,
)
from engage.consultations.actions.library import (
    insert_from_library,
    keep_in_library,
    remove_from_library,
)
from engage.consultations.actions.listing import (
    set_lists,
)
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
from engage.consultations.actions.rehearsing import (
    lift_waiver,
    rehearse,
    waive_check,
)
from engage.consultations.actions.special_days import (
    add_special_days,
    remove_special_days,
)

__all__ = [
    "CORRECTABLE",
    "StaleDefinition",
    "StaleDetails",
    "StalePart",
    "add_late_material",
    "add_material",
    "add_special_days",
    "base_of",
    "call_off",
    "change_questions",
    "copy_consultation",
    "correct_detail",
    "correct_notice",
    "correct_questions",
    "create_consultation",
    "extend",
    "import_definition",
    "insert_from_library",
    "keep_in_library",
    "launch",
    "launch_checked",
    "lift_waiver",
    "part_base",
    "publish_results",
    "rehearse",
    "remove_from_library",
    "remove_material",
    "remove_special_days",
    "replace_material",
    "save_condition",
    "save_definition",
    "save_notice",
    "save_page",
    "save_question",
    "set_details",
    "set_lists",
    "set_publications",
    "take_off_material",
    "waive_check",
    "write_due_moments",
]
