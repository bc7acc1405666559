"""Reading of the state's register: from a file to rows that the operations write."""
