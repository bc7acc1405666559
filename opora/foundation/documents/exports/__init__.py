"""Files that Opora makes."""
