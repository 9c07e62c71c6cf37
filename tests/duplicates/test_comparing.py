"""Two texts beside each other: copies, and look-alikes that are none."""

from newscrawler.duplicates.comparing import compare, prepare

STORY = """The bridge over the Elbe at Niederau will reopen on Monday after eleven months of repairs, the regional \
road office said on Thursday, ending a detour that cost commuters from the east bank half an hour each way.

Engineers had closed the crossing last May when an inspection found hairline cracks in two of its bearings. Replacing \
them took longer than planned because the castings had to be ordered from a foundry in Bohemia that was itself flooded.

"We would rather be late than sorry," said Marta Kolbe, who led the works. The repairs cost 4.2 million euros, a third \
more than the council had set aside, and the town will carry 600,000 euros of that.

Ferry operators, who had put on extra boats, said they would keep the early service until the end of the month. Shops \
near the market reported that trade had fallen by a fifth while the bridge was closed."""


def test_the_same_text_is_a_copy() -> None:
    likeness = compare(prepare(STORY), prepare(STORY))
    assert likeness.is_copy
    assert likeness.kind == "same"
    assert likeness.probability > 0.9
