"""What the reader itself leaves out: its names for it, beside those of the boilerplate rules."""

# Name in ``removed`` -> what it is. Three are names of boilerplate rules, too: what these find in addition.
READER_KINDS = {
    "byline": "lines above the story that say who wrote it",
    "date_line": "lines above the story that are a date and hardly another word",
    "fact_box": "boxes of facts, by the name of their element",
    "learned_container": "what the reader is unsure of outside the element that holds the story on the outlet's pages",
    "live_entry": "entries of a live blog that shows only its latest, and the times of entries",
    "navigation": "menus: inside a nav, menu, search or button element, or above the title of a plain text",
    "not_story": "what the body reader takes for no story; explain shows its score",
    "outside_story": "what surrounds the story: short lines outside its container; not stored, explain shows them",
    "print_only": "notes for the printer, by the name of their element",
    "section_label": "the section's name above the story",
    "standfirst": "the standfirst, where it stands above the story; it is kept as a field",
    "title": "the title; it is kept as a field",
    "weather_widget": "lines above the story that are a temperature beside the page's clock",
}
# Those that `off` in an outlet's file switches off, so that what they are is story.
SWITCHED_KINDS = frozenset({"fact_box", "learned_container", "live_entry", "print_only"})
