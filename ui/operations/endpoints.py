"""What operation is done with: `/metrics` for Prometheus, `/readyz` for what sends people here, and the request ids."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import Request, Response

from ui.access.person import PERSON_KEY, Person, Role
from ui.access.proxies import lies_in, read_networks
from ui.access.sites import at_this_machine, is_own, is_passed_on
from ui.operations.library_figures import LibraryFigures
from ui.operations.metrics import METRICS_TYPE
from ui.operations.readiness import Readiness
from ui.operations.request_ids import RequestIds
from ui.operations.retention import Retention
from ui.operations.statistics import Statistics
from ui.operations.stopping import Stopping, end_idle_streams
from ui.problem import problem

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ui.access.gate import Gate
    from ui.access.proxies import Network
    from ui.desk import Desk
    from ui.operations.metrics import Metrics

NOT_SHOWN = (
    "Mätvärdena visas bara på datorn där programmet körs, för den som är inloggad som redaktör eller administratör, "
    "och för adresserna i inställningen metrics_addresses."
)


def add_operations(app: FastAPI, desk: Desk, gate: Gate, metrics: Metrics) -> FastAPI:
    """Adds the two addresses, and has the answers on the page counted. Raises `UsageError` for odd `metrics_addresses`.

    `run_server` finds in `app.state.stopping` what is to be done when it stops. Added last, so that the ids are outermost.
    """
    stopping = app.state.stopping = Stopping()
    stopping.at_begin(partial(end_idle_streams, app))
    networks = read_networks(desk.settings.metrics_addresses, "metrics_addresses")
    metrics.add(LibraryFigures(desk))
    desk.watch(lambda answer, seconds: metrics.answered(answer, seconds, "web"))
    if desk.settings.statistics_days:
        statistics = Statistics(desk.workplace)
        metrics.listen(statistics.note)
        stopping.at_end(statistics.close)
    stopping.at_end(Retention(desk.workplace, desk.settings).close)
    readiness = Readiness(desk, stopping)

    @app.get("/metrics")
    def show_metrics(request: Request) -> Response:
        if not _may_see(request, networks):
            return problem(HTTPStatus.FORBIDDEN, NOT_SHOWN)
        return Response(metrics.text(), headers={"Cache-Control": "no-store", "Content-Type": METRICS_TYPE})

    @app.get("/readyz")
    def readyz() -> Response:
        hindrance = readiness.hindrance()
        if hindrance is not None:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, hindrance, {"Retry-After": "5"})
        return Response('{"status":"ok"}', headers={"Cache-Control": "no-store"}, media_type="application/json")

    app.add_middleware(RequestIds, proxies=gate.proxies)
    return app


def _may_see(request: Request, networks: tuple[Network, ...]) -> bool:
    """Addresses count as those that connect here themselves: what a server passes on is anybody's."""
    if not is_own(request):
        return False
    person = request.scope.get(PERSON_KEY)
    if isinstance(person, Person) and person.role.includes(Role.EDITOR):
        return True
    peer = request.client.host if request.client is not None else ""
    return at_this_machine(request) or (lies_in(peer, networks) and not is_passed_on(request))
