"""The routes that there are, thought about one by one."""

from tests.house.routes import LIST, REWRITE, listed


def test_the_routes_are_those_of_the_committed_list(session_site):
    here, there = set(listed(session_site).splitlines()), set(LIST.read_text().splitlines())
    told = [f"new:  {line}" for line in sorted(here - there)] + [f"gone: {line}" for line in sorted(there - here)]
    assert not told, (
        "An address that is gone needs a redirect from it, for people have it in their bookmarks; a new one needs a "
        f"look at who may use it. Then run `{REWRITE}` and commit what it wrote.\n" + "\n".join(told)
    )
