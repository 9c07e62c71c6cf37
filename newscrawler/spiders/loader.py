"""Makes every outlet file a spider."""

import importlib
import importlib.util
import logging
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.utils.spider import iter_spider_classes

from newscrawler.catalogue import SHIPPED_OUTLETS, Catalogue, load_catalogue, mistakes_in_words
from newscrawler.model.outlet import Outlet
from newscrawler.spiders.archive import ArchiveSpider
from newscrawler.spiders.outlet import OutletSpider
from newscrawler.urls import registered_domain

if TYPE_CHECKING:
    import builtins

logger = logging.getLogger(__name__)


class OutletSpiderLoader:
    """Scrapy's spider loader: one spider class per outlet, and any other spider of ``SPIDER_MODULES``."""

    def __init__(self, catalogue: Catalogue, modules: Sequence[str]) -> None:
        """Build a class for every outlet; code of an outlet's own is imported when its spider is asked for."""
        self.catalogue = catalogue
        self._modules = modules
        self._own_spiders = _spiders_of_modules([name for name in modules if name != "newscrawler.spiders"])

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The loader for the outlet folders of these settings; mistakes in outlet files are logged, all of them."""
        catalogue = load_catalogue(Path(folder) for folder in settings.getlist("NEWSCRAWLER_OUTLETS"))
        if catalogue.mistakes:
            logger.error(mistakes_in_words(catalogue))
        return cls(catalogue, settings.getlist("SPIDER_MODULES"))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of that name.

        Raises:
            KeyError: there is none.
        """
        if spider_name in self._own_spiders:
            return self._own_spiders[spider_name]
        if spider_name == ArchiveSpider.name:
            return ArchiveSpider
        if spider_name not in self.catalogue.outlets:
            raise KeyError(f"Spider not found: {spider_name}")
        return outlet_spider(self.catalogue.outlets[spider_name], self.catalogue.code.get(spider_name))

    def list(self) -> list[str]:
        """The names of all spiders, sorted."""
        return sorted({*self.catalogue.outlets, *self._own_spiders})

    def find_by_request(self, request: Request) -> "builtins.list[str]":
        """The outlets that publish on the request's host."""
        host = urlsplit(request.url).hostname or ""
        return [name for name in self.list() if _allows(self.load(name), host)]


def outlet_spider(outlet: Outlet, code: Path | None = None) -> type[OutletSpider]:
    """The spider class of an outlet: its own, where ``spiders/<id>.py`` or a file beside the outlet file has one."""
    base = _class_in(_module_of(outlet.id, code), outlet.id) or OutletSpider
    domains = sorted({registered_domain(url) for url in (outlet.home, *outlet.sections)})
    facts = {"name": outlet.id, "outlet": outlet, "allowed_domains": domains}
    return type(f"{base.__name__}_{outlet.id}", (base,), facts)


def _module_of(outlet_id: str, code: Path | None) -> ModuleType | None:
    if code is None:
        # Only a shipped outlet may have a module here: an outlet of a user's own may be called as one of ours is.
        is_shipped = (SHIPPED_OUTLETS / f"{outlet_id}.toml").is_file()
        name = f"newscrawler.spiders.{outlet_id}"
        return importlib.import_module(name) if is_shipped and importlib.util.find_spec(name) else None
    spec = importlib.util.spec_from_file_location(f"newscrawler_outlet_{outlet_id}", code)
    if spec is None or spec.loader is None:
        raise ImportError(f"{code} cannot be loaded as the spider of {outlet_id}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except SystemExit as error:  # it would end the crawl of all other outlets, without a word
        raise ImportError(f"{code}: SystemExit: {error}: it ends the program while it is imported") from error
    return module


def _class_in(module: ModuleType | None, outlet_id: str) -> type[OutletSpider] | None:
    if module is None:
        return None
    here = [cls for cls in vars(module).values() if isinstance(cls, type) and cls.__module__ == module.__name__]
    spiders = [cls for cls in here if issubclass(cls, OutletSpider)]
    if len(spiders) != 1:
        raise ImportError(
            f"{module.__file__} must hold one subclass of OutletSpider for {outlet_id}, not {len(spiders)}"
        )
    return spiders[0]


def _spiders_of_modules(modules: Sequence[str]) -> dict[str, type[Spider]]:
    found: dict[str, type[Spider]] = {}
    for name in modules:
        package = importlib.import_module(name)
        children = pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}.")
        for module in [package, *(importlib.import_module(child.name) for child in children)]:
            found |= {cls.name: cls for cls in iter_spider_classes(module) if getattr(cls, "name", None)}
    return found


def _allows(spider: type[Spider], host: str) -> bool:
    return any(
        host == domain or host.endswith(f".{domain}") for domain in getattr(spider, "allowed_domains", None) or []
    )
