"""Classifiers: passages to tags; pure."""
