"""The paragraphs of an invented story, for tests that put something between them."""

PARAGRAPHS = (
    "The harbour bridge at Lindau reopened on Monday after eleven months of repairs that cost twelve million euros.",
    "Engineers replaced forty of the old bearings, and the deck was sealed with two layers of asphalt before winter.",
    "“We lost three weeks to the frost in January,” said Marta Olsen, who led the work for the city's building office.",
    "Buses cross the river again from Tuesday, while lorries of more than twelve tonnes have to wait until May.",
    "Shopkeepers on the eastern bank hope that their customers return, for many had taken the longer way round.",
)
