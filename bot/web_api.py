"""The pull address: one cohort's summary for a spreadsheet or a program, by a token that a lead made.

Whatever is wrong with a request, the cohort or its token gives the same answer, so that nobody learns which
cohorts there are.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.db import Database
from bot.documents.openapi import openapi_document
from bot.documents.summaries import as_csv, as_json
from bot.services import pulls, summaries
from bot.values import CohortSummary, GoneError, NotAllowedError
from bot.web_shield import REQUESTS_A_MINUTE, Allowance, client_of

PULLS_A_MINUTE = 30
"""For one token; a spreadsheet reads about once an hour."""

_Endpoint = Callable[[Request], Awaitable[Response]]
_Show = Callable[[CohortSummary], Response]


def summary_routes(db: Database) -> list[Route]:
    """``GET /v1/cohorts/{id}/summary.json`` and ``.csv``, and their OpenAPI document."""
    pull = _puller(db)
    by_address = Allowance(REQUESTS_A_MINUTE, db.clock)
    endpoints: Mapping[str, _Endpoint] = {
        "/v1/openapi.json": _openapi,
        "/v1/cohorts/{id}/summary.json": partial(pull, _json),
        "/v1/cohorts/{id}/summary.csv": partial(pull, _csv),
    }
    return [Route(path, _limited(by_address, one), methods=["GET"]) for path, one in endpoints.items()]


def _limited(by_address: Allowance, endpoint: _Endpoint) -> _Endpoint:
    async def limited(request: Request) -> Response:
        wait = by_address.wait(client_of(request))
        return _too_many(wait) if wait else await endpoint(request)

    return limited


def _puller(db: Database) -> Callable[[_Show, Request], Awaitable[Response]]:
    by_token = Allowance(PULLS_A_MINUTE, db.clock)

    async def pull(show: _Show, request: Request) -> Response:
        presented = pulls.digest(_token(request))
        wait = by_token.wait(presented)
        if wait:
            return _too_many(wait)
        found = await _find(db, request.path_params["id"], presented)
        if found is None:
            return _problem(401, "no such cohort, or not with this token", {"WWW-Authenticate": "Bearer"})
        return show(found)

    return pull


async def _find(db: Database, cohort_id: str, presented: str) -> CohortSummary | None:
    reader = await db.system_read(pulls.find_reader, cohort_id, presented)
    if reader is None:
        return None
    try:
        found = await db.run(reader.actor, summaries.build, cohort_id)
    except (GoneError, NotAllowedError):
        return None
    if reader.is_first_today:
        await db.run(reader.actor, pulls.note_use, cohort_id)
    return found


def _token(request: Request) -> str:
    """The token from the header, or from the address where a spreadsheet cannot send one."""
    scheme, _space, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return request.query_params.get("token", "")


async def _openapi(_request: Request) -> Response:
    return Response(openapi_document(), media_type="application/json")


def _json(found: CohortSummary) -> Response:
    return Response(as_json(found), media_type="application/json")


def _csv(found: CohortSummary) -> Response:
    return Response(as_csv(found).encode("utf-8", "replace"), media_type="text/csv")


def _too_many(wait: int) -> Response:
    return _problem(429, "too many requests", {"Retry-After": str(wait)})


def _problem(status: int, text: str, headers: Mapping[str, str]) -> Response:
    return JSONResponse({"error": text}, status, headers)
