"""`python -m dxnet`."""

from dxnet.cli import main

if __name__ == "__main__":
    main()
