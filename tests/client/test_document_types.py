"""The types for type checkers have the fields of the documents, and the same ones are always there."""

import types
from datetime import datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from pydantic import AwareDatetime, BaseModel

from newscrawler.storage.documents import document_types as given
from newscrawler.storage.documents import shapes

PAIRS: dict[type[Any], type[BaseModel]] = {
    given.StoredArticle: shapes.ArticleDocument,
    given.StoredAuthor: shapes.AuthorPart,
    given.StoredBlock: shapes.BlockPart,
    given.StoredCopy: shapes.CopyPart,
    given.StoredDiscovery: shapes.DiscoveryPart,
    given.StoredHttp: shapes.HttpPart,
    given.StoredImage: shapes.ImagePart,
    given.StoredLiveUpdate: shapes.LiveUpdatePart,
    given.StoredRemoved: shapes.RemovedPart,
    given.StoredRevision: shapes.RevisionDocument,
    given.StoredStateBetween: shapes.StateBetweenPart,
    given.StoredSyndication: shapes.SyndicationPart,
}
PARTS: dict[Any, Any] = {shape: stored for stored, shape in PAIRS.items()} | {AwareDatetime: datetime}


@pytest.mark.parametrize("stored", PAIRS, ids=lambda stored: stored.__name__)
def test_every_field_has_the_type_of_its_shape(stored: type[Any]) -> None:
    fields = PAIRS[stored].model_fields
    names = {name: field.alias or name for name, field in fields.items()}
    told = get_type_hints(stored)
    assert told == {names[name]: plain(field.annotation) for name, field in fields.items()}
    assert stored.__required_keys__ == {names[name] for name, field in fields.items() if field.is_required()}


def plain(annotation: Any) -> Any:  # noqa: ANN401 - a type
    """The type of a stored value: None means that it is absent, words of a closed list are text."""
    if annotation in PARTS:
        return PARTS[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        [kept] = [one for one in arguments if one is not type(None)]
        return plain(kept)
    if origin is not None and str(origin) == "typing.Literal":
        return str
    if origin in (list, dict):
        return origin[tuple(plain(one) for one in arguments)]
    if str(origin) == "typing.Annotated" or hasattr(annotation, "__metadata__"):
        return plain(arguments[0])
    return annotation
