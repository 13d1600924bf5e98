"""Order of the stages, engines, Prefect flows, settings and the command line."""
