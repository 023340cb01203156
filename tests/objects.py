"""What lies in a bucket: every page of the list, since S3 gives a thousand keys at a time."""

from files.storage.versions import remove_below


def keys_in(s3, *buckets) -> set[str]:
    """The keys of all objects in `buckets`."""
    pages = (page for name in buckets for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name))
    return {item["Key"] for page in pages for item in page.get("Contents", [])}


def empty(s3, bucket: str, prefix: str) -> None:
    """Delete what earlier tests left below `prefix`: rows are rolled back and their keys come again, objects stay."""
    remove_below(s3, bucket, prefix)
