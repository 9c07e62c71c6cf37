"""How well an outlet's runs go: one word, its reasons with numbers, and the next command for each.

In: the outlet's file, its schedule, its past runs, and the time. ``judgement.judge`` asks each of the others for its
findings: ``access`` (does the site let us in), ``pages`` (do its pages give articles), ``coverage`` (have these their
fields), ``volume`` (are they as many as usual), ``expectations`` (are the bounds of its file kept), ``pace`` (how long
it all takes) and ``punctuality`` (are its runs on time).
"""
