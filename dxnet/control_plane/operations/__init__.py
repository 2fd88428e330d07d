"""The operations of the API, one module a family; importing a module registers its own."""
