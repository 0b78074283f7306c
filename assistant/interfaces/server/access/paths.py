"""The path of a request inside this app."""

from __future__ import annotations

from starlette.types import Scope


def path_of(scope: Scope) -> str:
    """The request's path inside this app, wherever it is mounted."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) or "/"
