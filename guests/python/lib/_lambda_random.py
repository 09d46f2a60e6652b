"""Randomness after an image: generators that nobody seeded are seeded anew, those with a seed of the function's stay."""

import random
import weakref

_seed = random.Random.seed
_setstate = random.Random.setstate
_unseeded = weakref.WeakSet()


def seed(self, a=None, version=2):
    """As before; remembers generators that began with the system's random bytes."""
    if a is None:
        _unseeded.add(self)
    else:
        _unseeded.discard(self)
    _seed(self, a, version)


def setstate(self, state):
    """As before; the state is the function's own."""
    _unseeded.discard(self)
    _setstate(self, state)


def renew():
    """Seeds all of them from the system's random bytes."""
    for generator in _unseeded:
        _seed(generator)


random.Random.seed = seed
random.Random.setstate = setstate
random.seed = random._inst.seed
random.setstate = random._inst.setstate
_unseeded.add(random._inst)
