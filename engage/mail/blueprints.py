"""Where the pages of mail stand: the public's and the staff's."""

from flask import Blueprint

public = Blueprint("mail", __name__)
staff = Blueprint("mail_staff", __name__, url_prefix="/staff/mail")
