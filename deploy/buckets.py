"""Create the two buckets with versioning and CORS; idempotent.

Needs the S3 administrator's credentials, which only the container `migrate` has: web and worker have one credential
per bucket (docs/security.md, rule 16).
"""

from __future__ import annotations

import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def client(access_key: str, secret_key: str):
    """S3 client with short time-outs: 2 s to connect, 5 s to read."""
    return boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        region_name=os.environ.get("S3_REGION", "us-east-1"),
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, connect_timeout=2, read_timeout=5),
    )


def ensure_bucket(s3, name: str, origin: str) -> None:
    """Create bucket `name` where missing, keep old versions, allow signed requests from pages of `origin` (CORS)."""
    try:
        s3.head_bucket(Bucket=name)
    except ClientError:
        s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_cors(
        Bucket=name,
        CORSConfiguration={
            "CORSRules": [
                {
                    "AllowedOrigins": [origin],
                    "AllowedMethods": ["GET", "PUT", "POST"],
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
        ensure_bucket(s3, os.environ.get(variable, default), os.environ["SITE_URL"].rstrip("/"))


if __name__ == "__main__":
    main()
