"""Whether a question could be answered now, for whatever sends people here (a load balancer, an orchestrator)."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from ingest.errors import FinsamError
from ui.operations.stopping import STOPPED

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.operations.stopping import Stopping

# Anybody may read these: they say neither which reports there are nor how many.
NOT_LOADED = "Rapporterna är inte inlästa än. Försök igen om en liten stund."
UNREADABLE = "Rapporterna går inte att läsa just nu. Varför står i loggen."

_log = logging.getLogger(__name__)


class Readiness:
    """Looks at the desk; asking costs next to nothing, since what is published is kept in memory."""

    def __init__(self, desk: Desk, stopping: Stopping) -> None:
        self._desk, self._stopping = desk, stopping
        self._warming: threading.Thread | None = None
        self._was_readable = True

    def hindrance(self) -> str | None:
        """Why no question can be answered, in Swedish; None when one can."""
        if self._stopping.begun:
            return STOPPED
        if not self._desk.is_warm():
            self._warm_up()
            return NOT_LOADED
        try:
            readable = bool(self._desk.library().reports())
        except FinsamError as exc:
            if self._was_readable:  # told once, however often somebody asks
                _log.warning("not ready: %s", exc)
            readable = False
        self._was_readable = readable
        return None if readable else UNREADABLE

    def _warm_up(self) -> None:
        """Again, where there was nothing to load when the program started."""
        if self._warming is None or not self._warming.is_alive():
            self._warming = threading.Thread(target=self._desk.warm_up, name="warming", daemon=True)
            self._warming.start()
