"""Opening the screens. Imports Textual as late as it can, and no garbage collection until they stand."""

from __future__ import annotations

import gc
import sys
from datetime import date


def run(db: str | None = None, on: str | date | None = None, area: str = "caseload") -> int:
    """Open the terminal screens on a database; returns the exit code of the contract (0, 2, 3, 70)."""
    gc.disable()
    from tcm_tui.desk.errors import DeskError
    from tcm_tui.desk.office import StoreError, today
    from tcm_tui.ui.desksource import open_source

    try:
        day = today(on)
        source = open_source(db)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 3
    except DeskError as error:
        print(error, file=sys.stderr)
        return 2
    return show(source, day, area)


def show(source: object, on: date, area: str = "caseload") -> int:
    """Run the app over a source until it is left."""
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.state import last_worker

    app = TcmApp(source, on, last_worker(), area)  # type: ignore[arg-type]
    app.run()
    if app.fault:
        print(app.fault, file=sys.stderr)
        return 70
    return app.return_code or 0
