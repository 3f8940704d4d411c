"""Which entries of the ledger to show."""

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from engage.audit import queries
from engage.core.forms import Form
from engage.core.ledger import declared

ANY = SelectChoice("", "Any")


class LedgerForm(Form):
    """Filters; all of them in the address of the page."""

    verb = SelectField("What happened", [Optional()], choices=[ANY])
    kind = SelectField("To what", [Optional()], choices=[ANY])
    subject = IntegerField("Its number", [Optional(), NumberRange(1, 2**62, "Enter a number.")])
    actor = StringField("Who (address or number)", [Optional(), Length(max=254)])
    since = DateField("From", [Optional()])
    until = DateField("To", [Optional()])

    def offer(self) -> None:
        """Fill in the choices: what features have declared."""
        verbs = sorted(declared().values(), key=lambda verb: verb.name)
        self.verb.choices = [ANY, *(SelectChoice(verb.name, verb.says.rstrip(".")) for verb in verbs)]
        self.kind.choices = [
            ANY,
            *(SelectChoice(kind, kind.replace("_", " ").capitalize()) for kind in queries.kinds()),
        ]
