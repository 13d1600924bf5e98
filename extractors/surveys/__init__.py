"""Questionnaire exports and tables of counts to counted answers: pure.

`reading` finds header and rows, `guessing` what each column holds, `counting` counts responses,
`tallies` reads what somebody else has counted, `wording` writes suppressed tables as a document.
"""
