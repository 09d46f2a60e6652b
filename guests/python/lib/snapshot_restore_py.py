"""What a function asks for around its image, by the names that Lambda's own module has."""

_before_snapshot = []
_after_restore = []


def register_before_snapshot(func, *args, **kwargs):
    """Calls `func` before the image is taken; what was registered last is called first. Can be used as a decorator."""
    _before_snapshot.append((func, args, kwargs))
    return func


def register_after_restore(func, *args, **kwargs):
    """Calls `func` in each environment that was restored, in the order of registration. Can be used as a decorator."""
    _after_restore.append((func, args, kwargs))
    return func


def get_before_snapshot():
    """What is called before the image is taken, as it was registered."""
    return _before_snapshot


def get_after_restore():
    """What is called after a restore, as it was registered."""
    return _after_restore
