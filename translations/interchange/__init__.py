"""Files for translation agencies: PO, XLIFF 1.2 and XLIFF 2.0, out and in.

XLIFF is written and read here, with the standard library and defusedxml, and not with translate-toolkit: that is well
kept, but tells no lines, takes the codes of XLIFF 2.0 for unknown XML and passes over its lengths and metadata, weighs
16 MB with lxml, and is under the GPL. The tests fill in files with it.
"""
