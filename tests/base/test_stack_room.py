"""Calls below the first middleware need no new memory for their stack frames, whatever the depth of a loop."""

import resource

from django.conf import settings

from cms.stack_room import StackRoomMiddleware

DEPTH, TURNS = 300, 200


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def nothing():
    pass


def deeper(depth):
    """Calls a function in a loop at each of DEPTH depths."""
    for _ in range(TURNS):
        nothing()
    if depth:
        deeper(depth - 1)


def test_a_loop_at_any_depth_maps_no_memory():
    room = StackRoomMiddleware(lambda request: deeper(DEPTH))
    room(None)
    before = faults()
    room(None)
    assert faults() - before < TURNS
    assert settings.MIDDLEWARE[0] == "cms.stack_room.StackRoomMiddleware"
