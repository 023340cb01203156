"""What the newsroom's hands do in Wagtail's editor, for the browser tests."""


def left_the_editor(page):
    """The form was answered. A navigation alone says less: autosave replaces the address while one still writes."""
    page.wait_for_url(lambda url: "/edit/" not in url and "/add/" not in url)


def workflow_action(page, name):
    """Press one of Wagtail's workflow buttons, in the footer or in its menu."""
    button = page.locator(f'[data-workflow-action-name="{name}"]')
    if not button.first.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").last.click()
    button.locator("visible=true").first.click()
    left_the_editor(page)
