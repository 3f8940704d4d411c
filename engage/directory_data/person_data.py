"""What files of the directory hold of a person."""

from engage.core.person import Fate, Holding, holds, mentions
from engage.directory_data.actions import erasing_files
from engage.directory_data.models import DirectoryImport

__all__ = ["erasing_files"]
holds(
    Holding(
        "Lines of imported files that could not be taken",
        DirectoryImport,
        lambda person: mentions(person, DirectoryImport.faults),
        Fate.BLACKED_OUT,
        "other lines are about other people",
        unseen={"faults": "most lines are about other people"},
        also=("name", "asked_at"),
        blacks_out=("faults",),
        only_by_staff=True,
    ),
)
