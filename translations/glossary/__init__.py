"""The glossary: which words a translation uses for a term, who agreed to them, and where it says something else."""
