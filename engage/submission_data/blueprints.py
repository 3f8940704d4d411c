"""The desk of the files of submissions."""

from flask import Blueprint

from engage.consultations.blueprints import read_too_large_files

staff = Blueprint("submission_data_staff", __name__, url_prefix="/staff/consultations")
staff.url_value_preprocessor(read_too_large_files)
