"""Whether the pages that people get reach the figures that docs/audit.md names."""
