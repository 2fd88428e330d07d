"""Starts the TUI on the demo without a terminal, and looks for a VIF on its screen."""

import asyncio

from dxnet.tui import session
from dxnet.tui.app import DxnetApp

from dxnet.sources import Options, demo


async def start() -> None:
    """Start, wait until everything is loaded, look, end."""
    app = DxnetApp(session.of(Options("demo"), demo.router_settings(None)))
    async with app.run_test(size=(160, 45)) as pilot:
        while any(not worker.is_finished for worker in app.workers):
            await pilot.pause()
        await pilot.pause()
        if "dxvif-" not in app.export_screenshot():
            raise SystemExit("no VIF on the screen")
    print("the TUI starts, with the demo's VIFs")


asyncio.run(start())
