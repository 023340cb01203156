"""The administration's own API of pages, which its explorer and choosers read: reading only.

Wagtail's endpoint also publishes, copies, moves, reverts and deletes. These actions call Wagtail's action classes, past
`publish()` and `delete()` of our page classes and past the hooks of the editor, so no publish gate is asked. Nothing in
the administration uses them.
"""

from wagtail.admin.api.views import PagesAdminAPIViewSet


class ReadOnlyPages(PagesAdminAPIViewSet):
    actions = {}
