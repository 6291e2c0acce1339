"""Who may do what: keys, how fast each may ask, and the door that every request comes through."""
