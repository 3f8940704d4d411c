"""The tables of the files of the directory."""

from engage.directory_data.models.exports import DirectoryExport, ExportAbout, ExportPurpose
from engage.directory_data.models.imports import DirectoryImport, ImportKind, ImportSource
from engage.directory_data.models.registers import OrganisationImport

__all__ = [
    "DirectoryExport",
    "DirectoryImport",
    "ExportAbout",
    "ExportPurpose",
    "ImportKind",
    "ImportSource",
    "OrganisationImport",
]
