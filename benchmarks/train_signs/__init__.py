"""Learns from statements of our own which sentences are to be routed to a person."""
