"""Files for translation agencies: PO, XLIFF 1.2 and XLIFF 2.0, out and in.

XLIFF is written and read here, with the standard library and defusedxml, and not with translate-toolkit: that is well
kept, but its reading gives no line numbers, knows nothing of the codes, notes, lengths and metadata that XLIFF 2.0 has
beyond source and target, weighs 16 MB with lxml, and is under the GPL. The tests use it as a tool of others.
"""
