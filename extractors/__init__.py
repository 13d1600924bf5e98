"""Bytes to Extraction to passages: pure, without a database, Prefect or the web."""
