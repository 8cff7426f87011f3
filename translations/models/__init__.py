"""What translating needs to remember beside wagtail-localize's own tables."""
