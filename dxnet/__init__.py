"""AWS Direct Connect virtual interfaces, checked and rendered as router configurations."""

from pathlib import Path

__version__ = "0.1.0"

_HERE = Path(__file__).resolve().parent
if not (_HERE / "tui").is_dir():
    # A checkout: tui/ and templates/ stand beside dxnet/; a wheel holds them inside.
    __path__.append(str(_HERE.parent))
