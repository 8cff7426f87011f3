"""What goes wrong when a file is imported."""


class CannotImport(Exception):
    """The file is refused. The message is one line for people: what is wrong, where, and what to do."""

    def __init__(self, message: object) -> None:
        super().__init__(" ".join(str(message).split()))
