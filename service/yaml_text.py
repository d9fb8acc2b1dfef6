"""YAML, read safely: by libyaml where PyYAML brings it, many times as fast."""

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    Loader = yaml.SafeLoader
else:
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(source: str | bytes, loader: type[yaml.SafeLoader] = Loader) -> Any:
    """Return what `source` holds, by a `Loader` or one's own kind of it. Raises yaml.YAMLError."""
    return yaml.load(source, loader)  # noqa: S506 - a SafeLoader
