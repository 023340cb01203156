"""Create the two buckets with versioning, lifecycle and CORS; idempotent. Demo and tests use the same function.

Needs the S3 administrator's credentials, which only the container `migrate` has: web and worker have one credential
per bucket (docs/security.md, rule 16).
"""

from __future__ import annotations

import os
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def client(access_key: str, secret_key: str) -> Any:  # boto3 makes its clients' classes at run time
    """S3 client with short time-outs: 2 s to connect, 5 s to read."""
    return boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        region_name=os.environ.get("S3_REGION", "us-east-1"),
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=2,
            read_timeout=5,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


#: Days that a server keeps what was overwritten or deleted without purge() (files/storage/objects.py): that is a fault.
#: The nightly collect_garbage takes what was deleted after one day, also where the server does not act on this rule.
#: Unfinished uploads are aborted after a day (maintain_media); here is the net below it.
HIDDEN_DAYS, UNFINISHED_DAYS = 7, 3
LIFECYCLE = {
    "Rules": [
        {
            "ID": "nothing-hidden",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "NoncurrentVersionExpiration": {"NoncurrentDays": HIDDEN_DAYS},
            "Expiration": {"ExpiredObjectDeleteMarker": True},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": UNFINISHED_DAYS},
        }
    ]
}


def ensure_bucket(s3: Any, name: str, origins: list[str]) -> None:
    """Create bucket `name` where missing; versions, their lifecycle, signed requests from pages of `origins` (CORS).

    Versions are there so that an overwrite, which rule 17 forbids, loses nothing; a deletion removes all of them.
    """
    try:
        s3.head_bucket(Bucket=name)
    except ClientError:
        s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=LIFECYCLE)
    s3.put_bucket_cors(
        Bucket=name,
        CORSConfiguration={
            "CORSRules": [
                {
                    "AllowedOrigins": origins,
                    "AllowedMethods": ["GET", "HEAD", "PUT", "POST"],
                    "AllowedHeaders": ["*"],
                    "ExposeHeaders": ["ETag", "Content-Range"],
                    "MaxAgeSeconds": 3600,
                }
            ]
        },
    )


def main() -> None:
    """Create the buckets named by the environment. Raises KeyError for a missing variable."""
    s3 = client(os.environ["S3_ADMIN_ACCESS_KEY"], os.environ["S3_ADMIN_SECRET_KEY"])
    for variable, default in (("S3_QUARANTINE_BUCKET", "quarantine"), ("S3_RELEASED_BUCKET", "released")):
        ensure_bucket(s3, os.environ.get(variable, default), [os.environ["SITE_URL"].rstrip("/")])


if __name__ == "__main__":
    main()
