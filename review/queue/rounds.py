from review import desk, signing


class Reader:
    def __init__(self, user):
        self.user = user


def mine(reader):
    return desk.waiting_for(signing.roles_of(reader.user))
