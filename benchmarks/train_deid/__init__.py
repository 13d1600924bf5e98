"""Trains the component that finds names, addresses, schools and places by their context."""
