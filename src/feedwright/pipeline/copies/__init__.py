"""Work that needs no catalog, shared among copies of the process."""
