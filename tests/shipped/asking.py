"""What the checks share: the stack, the editor who signs in, and how a claim fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.shipped.lifetime import Stack
from tests.shipped.visitor import Visitor

EMAIL, NAME, PASSWORD = "quan-tri@first-day.example", "Nguyễn Thị Mở Đầu", "chín con vịt lội qua kênh xáng 47"


class Check:
    """What the checks share: the stack, the editor who signs in, the link of the first day."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.editor = Visitor(stack.authority)
        self.link = ""

    @property
    def reader(self) -> Visitor:
        """A new visitor without cookies."""
        return Visitor(self.stack.authority)

    def storage(self, zone: str, *, signed: bool = True) -> Any:
        """boto3's client of the bucket's own credential, at the address that browsers use."""
        values = self.stack.values
        return boto3.client(
            "s3",
            endpoint_url=values["S3_PUBLIC_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id=values[f"S3_{zone.upper()}_ACCESS_KEY"],
            aws_secret_access_key=values[f"S3_{zone.upper()}_SECRET_KEY"],
            verify=str(self.stack.authority),
            config=Config(
                signature_version="s3v4" if signed else UNSIGNED,
                s3={"addressing_style": "path"},
                retries={"total_max_attempts": 1},
            ),
        )

    def is_ready(self) -> bool:
        """Whether /readyz answers 200 from outside."""
        try:
            return self.reader.ask("/readyz").status == 200
        except OSError:  # Caddy is still making its certificate
            return False


def expect(holds: Any, details: Any) -> None:
    """Raises AssertionError with what was seen."""
    if not holds:
        raise AssertionError(str(details)[:3000])


def refusal(action: Callable[..., Any], **arguments: Any) -> int:
    """Status of the refusal, 0 where the action was done."""
    try:
        action(**arguments)
    except ClientError as error:
        return int(error.response["ResponseMetadata"]["HTTPStatusCode"])
    return 0
