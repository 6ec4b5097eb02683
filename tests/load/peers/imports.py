"""The packages that Infoview cannot answer without, imported and nothing else."""

from importlib import import_module

NEEDED = (
    "aiohttp",
    "cryptography.hazmat.primitives.ciphers.aead",
    "httptools",
    "pydantic_settings",
    "prometheus_client",
    "rapidfuzz.fuzz",
    "slack_bolt.async_app",
    "slack_sdk.models.views",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlmodel",
    "starlette.applications",
    "typer",
    "uvicorn",
    "uvloop",
    "yaml",
)

if __name__ == "__main__":
    for name in NEEDED:
        import_module(name)
