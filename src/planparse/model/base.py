"""What every model is made of: frozen, closed, and with a place where it is a fact."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Offset = Annotated[int, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]


class Model(BaseModel):
    """Frozen, closed, and built once with the root model that holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Placed(Model):
    """Something that stands at a place in the restored text and in the source."""

    start: Offset
    end: Offset
    source_start: Offset
    source_end: Offset
    place: str
