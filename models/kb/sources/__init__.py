"""The source tables, one module for each sort of thing. Each function adds what a table tells to a `Collection`."""
