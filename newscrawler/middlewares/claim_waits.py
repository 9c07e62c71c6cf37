"""For how long those who have a claim and those who want one wait for each other, in seconds: they have to fit.

A lease holds for 60 s and is renewed every 20 s, which is when a back-fill sees that it is wanted (``storage/claims``).
The schedule program asks again for an outlet or host that is in use after 2 to 4 s (``operations/due_runs``).
"""

LOOK_SECONDS = 0.1  # between two looks at what changes in this process

# A run by hand.
GIVE_WAY_SECONDS = 90.0  # for a back-fill, which first sees that it is wanted, then waits for what is under way
IN_USE_SECONDS = 60.0  # for another outlet's run at the same host: most are shorter
ASK_AGAIN_SECONDS = 2.0  # some times within the stay of a back-fill that gave way, and within TURN_SECONDS of claims

# A back-fill that gave way.
GIVEN_SECONDS = 15.0  # it stays away so long: whoever wanted it asks meanwhile
TAKE_AGAIN_SECONDS = 5.0  # some times within TURN_SECONDS of claims
TURN_AFTER_SECONDS = 300.0  # then it has the next turn, where other outlets' runs leave its host free for no time

# A request to a host that its run met on the way; the run's other requests go on meanwhile.
HOST_SECONDS = 20.0
HOST_AGAIN_SECONDS = 2.0
