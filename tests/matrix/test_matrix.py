"""No byte of what is for practitioners leaves by any door for anybody else, whatever they hold in their hands."""

from typing import Any

import pytest

from tests.matrix.doors import DOORS, Door
from tests.matrix.readers import ACCOUNTS, Credential, reader
from tests.matrix.world import SECRET, World
from tests.rows import once

pytestmark = pytest.mark.django_db
world_once = once(World.build)


@pytest.fixture
def world(db: None, world_once: World) -> World:
    """Everything lies where it should."""
    return world_once


def everybody() -> list[Any]:
    """Every kind of reader with every credential they can have."""
    held = [credential for credential in Credential if credential is not Credential.NONE]
    some = [(kind, credential) for kind in ACCOUNTS for credential in held]
    return [pytest.param(*one, id=f"{one[0]}-{one[1].value}") for one in [("anonymous", Credential.NONE), *some]]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
@pytest.mark.parametrize(("kind", "credential"), everybody())
def test_a_door_is_open_to_those_it_is_for_and_to_nobody_else(
    world: World, kind: str, credential: Credential, door: Door
) -> None:
    somebody = reader(kind, credential)
    found = {address: somebody.ask(address) for address in door.addresses(world)}
    told = {address: secrets(world, address, answer) for address, answer in found.items()}
    if door.lets_in(somebody):
        assert {answer.status_code for answer in found.values()} <= {200, 301, 302}
        assert any(told.values()), "nothing lies behind this door, so that it is shut proves nothing"
    else:
        assert not {address: words for address, words in told.items() if words}
        assert {answer.status_code for answer in found.values()} <= door.shut_says


def secrets(world: World, address: str, answer: Any) -> list[str]:
    """What an answer tells of the section."""
    return [word for word in (SECRET, *world.digests) if word in said(answer, address)]


def said(answer: Any, address: str) -> str:
    """All that an answer says, but for what it repeats of the question."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    whole = "\n".join([*(f"{name}: {value}" for name, value in answer.items()), body.decode("latin-1")]).lower()
    return whole.replace(address.lower(), "")
