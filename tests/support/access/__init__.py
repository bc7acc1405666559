"""Who gets to which address: the table, the world it is tried in, and the trying."""
