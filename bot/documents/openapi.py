"""The OpenAPI document of the pull address."""

import json
from typing import Any

from bot.documents.summaries import COLUMNS, FORMAT_VERSION, MEASURES, WEEKLY
from bot.values import Measure

_COUNT = {"type": ["integer", "null"], "minimum": 0, "description": "null: it is not shown"}
_DAY = {"type": "string", "format": "date"}
_ERROR = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}


def openapi_document() -> bytes:
    """OpenAPI 3.1, as JSON."""
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Infoview cohort summary",
                "version": str(FORMAT_VERSION),
                "description": (
                    "Counts and rates of one cohort, as its leads see them in Slack: whole weeks, and no"
                    " number with fewer than five members behind it. Leads make the token in Slack."
                ),
            },
            "paths": {
                "/v1/cohorts/{id}/summary.json": _path(
                    "The summary as JSON", {"application/json": {"schema": _ref("Summary")}}
                ),
                "/v1/cohorts/{id}/summary.csv": _path(
                    f"The summary as a table with the columns {', '.join(COLUMNS)}",
                    {"text/csv": {"schema": {"type": "string"}}},
                ),
            },
            "components": {
                "schemas": _schemas(),
                "securitySchemes": {
                    "header": {"type": "http", "scheme": "bearer"},
                    "query": {
                        "type": "apiKey",
                        "in": "query",
                        "name": "token",
                        "description": "For spreadsheets, which cannot send a header",
                    },
                },
            },
            "security": [{"header": []}, {"query": []}],
        }
    ).encode()


def _path(summary: str, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            }
        ],
        "get": {
            "summary": summary,
            "responses": {
                "200": {"description": "The summary up to the last complete week", "content": content},
                "401": {
                    "description": "No such cohort, or not with this token (any more)",
                    "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}},
                    "content": _ERROR,
                },
                "429": {
                    "description": "Too many requests within a minute",
                    "headers": {"Retry-After": {"schema": {"type": "integer"}}},
                    "content": _ERROR,
                },
            },
        },
    }


def _schemas() -> dict[str, Any]:
    week = {"starts_on": _DAY, **{name: _ref("Figure") for name in WEEKLY}}
    return {
        "Error": _object({"error": {"type": "string"}}),
        "Figure": _object(
            {
                "count": _COUNT,
                "of": {**_COUNT, "description": "What it is a share of; null: of nothing, or not shown"},
                "share": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
                "amount": {
                    "type": ["number", "null"],
                    "description": (
                        f"Of {Measure.FIRST_INTERVIEW} the median of days from joining, of"
                        f" {Measure.CONFIDENCE} the mean change in points; null for all others"
                    ),
                },
                "first_day": {
                    **_DAY,
                    "description": "The number moves when five members moved it, so its days can be others",
                },
                "last_day": _DAY,
            }
        ),
        "Summary": _object(
            {
                "version": {"const": FORMAT_VERSION},
                "cohort": _object({"id": {"type": "string"}, "name": {"type": "string"}}),
                "first_day": _DAY,
                "last_day": _DAY,
                "members": {"type": "integer", "minimum": 0},
                "measures": _object({name: _ref("Figure") for name in MEASURES}),
                "weeks": {"type": "array", "items": _object(week)},
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
