"""Two people who save in the same instant: the first has looked and not yet committed when the second comes."""

from threading import Event, Thread, current_thread

from sqlalchemy import event, text

from engage.core.database import db, wrote

LONGEST_SECONDS = 20
LOOK_AGAIN_SECONDS = 0.01
_WAITS_FOR_A_ROW = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


class Saving:
    """One person's form, sent by a thread of its own."""

    def __init__(self, browser, path, form):
        self.browser, self.path, self.form = browser, path, form
        self.status, self.text = None, ""
        self.at_commit, self.may_commit, self.is_over = Event(), Event(), Event()
        self.thread = Thread(target=self._send, daemon=True)

    def _send(self):
        try:
            with self.browser.http.open(
                self.path, method="POST", data=self.form, headers={"Sec-Fetch-Site": "same-origin"}
            ) as answer:
                self.status, self.text = answer.status_code, answer.get_data(as_text=True)
        finally:
            self.at_commit.set()
            self.is_over.set()

    def pause(self, session):
        """Stop before what was written is committed, until it may be."""
        if current_thread() is self.thread and wrote(session) and not self.at_commit.is_set():
            self.at_commit.set()
            assert self.may_commit.wait(LONGEST_SECONDS)


def save_in_the_same_instant(first, second):
    """Send the second (browser, path, form) when the first has looked at what is saved, and before it commits.

    The first commits when the second waits for it, or is over because it did not wait. On SQLite only one writes at a
    time, so the second is merely begun. Gives both, answered.
    """
    one, other = Saving(*first), Saving(*second)
    event.listen(db.session.session_factory, "before_commit", one.pause)
    try:
        one.thread.start()
        assert one.at_commit.wait(LONGEST_SECONDS)
        other.thread.start()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as watching:
                while not other.is_over.wait(LOOK_AGAIN_SECONDS) and not watching.scalar(_WAITS_FOR_A_ROW):
                    watching.rollback()
        one.may_commit.set()
        for each in (one, other):
            each.thread.join(LONGEST_SECONDS)
            assert each.is_over.is_set()
    finally:
        one.may_commit.set()
        event.remove(db.session.session_factory, "before_commit", one.pause)
    return one, other
