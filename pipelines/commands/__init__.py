"""One module a command; `pipelines.main` imports a module only when its command is asked for."""
