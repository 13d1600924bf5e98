"""The web app where people decide. It reads evidence.db and writes review.db only."""
