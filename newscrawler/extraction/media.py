"""The pictures and videos of an article: by the outlet's selector, by its page, by the listing that led to it."""

from typing import Any

from newscrawler.extraction.listed_values import listed_images
from newscrawler.extraction.page_sources import PageSources
from newscrawler.extraction.pictures import read_images, read_videos
from newscrawler.extraction.selectors import select_elements
from newscrawler.model.article import Image
from newscrawler.urls import join_url


def read_media(sources: PageSources) -> dict[str, Any]:
    """``main_image``, ``images`` and ``videos``: what the page shows, else what the listing said of it."""
    url = sources.page.url
    main, images = read_images(sources.elements, sources.head, sources.data, url)
    source = "page" if main in images else "head"
    for element in select_elements(sources.tree, sources.outlet.selectors.image)[:1]:
        address = join_url(url, element.get("src") or element.get("content") or "")
        if address:
            main, source = Image(address, alt=element.get("alt") or None), "selector"
    link = sources.page.link
    listed = listed_images(link)
    if main is None and link and listed:
        main, source = listed[0], link.kind
    videos = read_videos(sources.head, sources.data, url)
    sources.note(
        main_image=main and source,
        images="page" if images else link.kind if link and len(listed) > 1 else None,
        videos="page" if videos else link.kind if link and link.videos else None,
    )
    return {
        "main_image": main,
        "images": images or (listed if len(listed) > 1 else ()),
        "videos": videos or (link.videos if link else ()),
    }
