"""Runs the conformance list: each row of the source documents PASS, FAIL or NOT YET.

`world` holds what checks look at (frameworks, and the documents where they are given); `data`,
`asking` and `documents` hold the checks by name; `running` gives the verdict on a row.
"""
