"""One request: what the API allows in it, how it is served and how lists are cut into pages."""
