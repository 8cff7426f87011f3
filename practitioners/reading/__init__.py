"""Reading the section for practitioners: what is there, what is new, and what has to be acknowledged."""
