"""Every column that holds personal data is given in a copy and erased with the person, or says why not."""

from engage.core.database import Base
from engage.core.person import Fate, holdings


def personal_columns():
    return {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if "personal" in column.info
    }


def test_every_table_with_personal_data_says_whose_it_is(session_site):
    covered = {holding.table.name for holding in holdings()}
    missing = {table for table, _ in personal_columns()} - covered
    assert not missing, "declare a Holding for the table in its feature's person_data.py"


def test_a_copy_gives_every_such_column_or_says_why_not(session_site):
    silent = [f"{each.table.name}.{name} ({each.title})" for each in holdings() for name in each.untold()]
    assert not silent, "give the column in the copy, or say in `unseen` why not"


def test_erasing_says_of_every_such_column_what_becomes_of_it(session_site):
    silent = [f"{each.table.name}.{name} ({each.title})" for each in holdings() for name in each.forgotten()]
    assert not silent, "say in `empties`, `blacks_out` or `keeps` what becomes of the column"


def test_whatever_is_kept_says_why(session_site):
    for each in holdings():
        assert len(each.why) > 20, each.title
        assert not each.why.endswith("."), each.title
        assert each.fate is not Fate.EMPTIED or each.empties or each.keeps, each.title
        for reason in (*each.unseen.values(), *each.keeps.values()):
            assert len(reason) > 10, each.title


def test_every_column_that_is_named_is_one(session_site):
    for each in holdings():
        named = {*each.unseen, *each.empties, *each.blacks_out, *each.keeps}
        named |= {name for name in each.also if isinstance(name, str)}
        named |= {each.file} if each.file else set()
        assert each.values, each.title
        assert named <= set(each.table.c.keys()), each.title


def test_titles_are_the_names_of_files_and_differ(session_site):
    titles = [each.title for each in holdings()]
    assert len(titles) == len(set(titles))
