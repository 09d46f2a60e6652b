"""What the server acknowledged outlives its being killed."""

import kill


def test_no_acknowledged_event_is_lost_and_none_succeeds_twice():
    found = kill.run(kills=8, events=600, seed=1)
    assert found["acknowledged"] == 600
    assert found["on disk before any ran"] >= 600
    for none in ("lost", "succeeded twice", "left at the end", "given up at the end"):
        assert found[none] == 0, found
