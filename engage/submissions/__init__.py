"""Submissions: one respondent's answers, from the first saved page to the receipt, alone or with colleagues."""
