"""Spreadsheets and exports of case systems: CSV, XLSX and ODS, and what their columns mean.

The frozen text has a row of the sheet a line, its cells separated by tabs; a sheet is one table.
Nothing is imported here, so that a run over PDFs pays for none of it.
"""
