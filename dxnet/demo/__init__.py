"""The demo estate, a program of rows: a module a site, `dxnet.demo.estate` for the whole.

What is deliberately wrong with an object stands in its row. `dxnet.toml` describes the routers.
"""
