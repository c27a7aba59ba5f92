"""What some formats need beyond planparse's own dependencies, and how one gets it."""

from __future__ import annotations

from importlib import import_module

from planparse.writers.destination import UnusableError


def require(extra: str, *modules: str, where: str = "") -> None:
    """Raises UnusableError, with the command that installs it, where a module cannot be imported.

    >>> require("xlsx", "no_such_module")
    Traceback (most recent call last):
    planparse.writers.destination.UnusableError: no_such_module is not installed; install it with: \
pip install "planparse[xlsx]"
    """
    for module in modules:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            raise UnusableError(
                f"{error.name or module} is not installed",
                where=where,
                advice=f'install it with: pip install "planparse[{extra}]"',
            ) from None
