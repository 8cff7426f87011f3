"""What the editor and the lists of pages tell about the public edition of a page."""
