"""Machine translation: the engines, where words come from, and whether what matters survived."""
