"""What a driver sends its workers so that all of them know the same of the field.

The whole rulebook travels, the built-in files and the user's own, as bytes: what the driver has
counts, also where a worker's planparse stands in an archive (`--py-files`) that no file can be
read from. Patterns and tables are made again where they are used.
"""

from __future__ import annotations

import pickle
import platform
import zlib
from typing import NamedTuple

from planparse import __version__
from planparse.errors import EngineError
from planparse.rulebook import Rulebook


class Shipment(NamedTuple):
    """A rulebook on its way: the driver's version of planparse, the digest, the packed files."""

    version: str
    digest: str
    files: bytes


def pack(rulebook: Rulebook) -> Shipment:
    """`rulebook` as plain values that any engine carries.

    >>> from planparse.rulebook import default
    >>> unpack(pack(default())).digest == default().digest
    True
    """
    files = zlib.compress(pickle.dumps(rulebook.files()), 6)
    return Shipment(__version__, rulebook.digest, files)


def check(shipment: Shipment) -> None:
    """Raises EngineError, naming this machine, where its planparse is not of the driver's version."""
    version = shipment[0]
    if version != __version__:
        raise EngineError(
            f"this worker has planparse {__version__}, the driver {version}",
            where=platform.node(),
            advice="install the same version on all machines (docs/scaling.md)",
        )


def unpack(shipment: Shipment) -> Rulebook:
    """The rulebook that the driver packed.

    Raises EngineError where this machine's planparse is of another version, or where what came has
    not the digest that the driver's rulebook has.
    """
    check(shipment)
    _, digest, files = shipment
    try:
        rulebook = Rulebook(*pickle.loads(zlib.decompress(files)))
    except (zlib.error, pickle.UnpicklingError, EOFError) as error:
        raise EngineError(
            f"the rulebook did not come whole ({error})",
            where=platform.node(),
            advice="start the job again",
        ) from None
    if rulebook.digest != digest:
        raise EngineError(
            f"the rulebook that came has the digest {rulebook.digest[:16]}, the driver's {digest[:16]}",
            where=platform.node(),
            advice="start the job again from one driver (docs/scaling.md)",
        )
    return rulebook
