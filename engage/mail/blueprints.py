"""Where the staff's pages of mail stand."""

from flask import Blueprint

staff = Blueprint("mail_staff", __name__, url_prefix="/staff/mail")
