"""What a request costs on a site of a given size; see docs/performance.md."""
