"""Many stored articles that are missing at once are told until a later look finds them."""

from outlet_past import HOUR, every, health, planned, run, told

GOOD = every(HOUR, 20, new=4, first=5 * HOUR)


def test_many_missing_articles_are_told_until_a_later_look_finds_them() -> None:
    missing = run(3 * HOUR, 4, held_back=12, not_modified=2)
    found = health([*GOOD, missing], planned())
    assert told(found) == [("yellow", "many missing")]
    assert found.findings[0].reason == "12 stored articles missing at once on its site: not called gone"
    assert found.findings[0].command == "newscrawler errors --outlet de_elbkurier --kind gone"
    without_a_look = run(2 * HOUR, 4)
    assert told(health([*GOOD, missing, without_a_look], planned())) == [("yellow", "many missing")]
    back = run(1 * HOUR, 4, not_modified=14)
    assert told(health([*GOOD, missing, back], planned())) == [("green", "healthy")]


def test_a_few_that_are_gone_are_no_finding() -> None:
    assert told(health([*GOOD, run(3 * HOUR, 4, gone=2, not_modified=30)], planned())) == [("green", "healthy")]
