"""One file a resource; each gives a router over what it is handed."""
