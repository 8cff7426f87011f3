"""The screens on which medical copy is read and signed."""
