"""How the classifiers are fitted and measured. Nothing here is needed to tag a passage."""
