"""A form's field for e-mail addresses, which has one spelling of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from base.text import mail_address


class MailAddressField(forms.EmailField):
    """Django's field; its value is mail_address()."""

    def clean(self, value: Any) -> str:
        """The address; raises ValidationError."""
        text = super().clean(value)
        address = mail_address(text)
        if text and not address:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address
