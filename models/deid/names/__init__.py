"""Names of people, and of places that are written like them: four means, each its own module."""
