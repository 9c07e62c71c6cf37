"""For scrapyd-deploy, which builds an egg with it. Whatever else is to be known stands in pyproject.toml."""

import re
from pathlib import Path

from setuptools import find_packages, setup

VERSION = re.search(
    r'__version__ = "(.+?)"', Path(__file__).with_name("newscrawler").joinpath("__init__.py").read_text()
)

setup(
    version=VERSION[1] if VERSION else "0",
    packages=find_packages(include=["newscrawler", "newscrawler.*"]),
    package_data={"": ["*"], "newscrawler": ["outlets/*", "demo/sites/**/*"]},
    zip_safe=True,
)
