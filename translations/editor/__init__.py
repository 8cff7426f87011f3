"""The screens around wagtail-localize's editor: what is known of each segment, the checks, the comparison."""
