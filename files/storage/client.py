"""boto3's clients of the S3 server: one per endpoint and credential, with time-outs and bounded retries."""

import threading
from functools import cache
from typing import Any

import boto3.session
from botocore.config import Config
from django.conf import settings

from files.storage.silence import watch

CONNECT_TIMEOUT = 2  # seconds (docs/security.md, rule 37)

making = threading.Lock()  # boto3's sessions are not thread-safe, its clients are


def client_config() -> Config:
    """Time-outs and bounded retries with jitter for every request to storage.

    Checksums only where S3 requires them: other servers refuse the trailers that boto3 adds since 1.36. Our own SHA-256
    is compared after every write (objects.py).
    """
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=settings.S3_READ_TIMEOUT,
        retries={"total_max_attempts": settings.S3_ATTEMPTS, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def region() -> str:
    """S3_REGION, or us-east-1."""
    return str(getattr(settings, "S3_REGION", "us-east-1"))


def public_client(zone: str) -> Any:
    """The client of `zone` for the endpoint that browsers reach; used to sign URLs."""
    prefix = f"S3_{zone.upper()}_"
    keys = (getattr(settings, prefix + "ACCESS_KEY"), getattr(settings, prefix + "SECRET_KEY"))
    return client_for(settings.S3_PUBLIC_ENDPOINT_URL or settings.S3_ENDPOINT_URL, region(), *keys)


@cache
def session_for(region: str, access_key: str, secret_key: str) -> boto3.session.Session:
    """The session of this process; clients and resources are made from it."""
    return boto3.session.Session(aws_access_key_id=access_key, aws_secret_access_key=secret_key, region_name=region)


@cache
def client_for(endpoint: str, region: str, access_key: str, secret_key: str) -> Any:
    """The client of an endpoint and credential, kept because building one costs 50 ms of CPU."""
    with making:
        session = session_for(region, access_key, secret_key)
        client = session.client("s3", endpoint_url=endpoint, config=client_config())
        watch(client)
        return client
