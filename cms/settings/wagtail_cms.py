"""Settings of Wagtail, its search, tags and wagtail-localize. base.py takes all of them over."""

WAGTAILIMAGES_IMAGE_MODEL = "media_library.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "files.intake.wagtail_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "files.intake.wagtail_forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "heif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_EXTENSIONS = None  # the upload gate (files/intake/) decides by content
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Editing within a step does not restart the workflow; FourEyesApprovalTask refuses approval by the last editor.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no requests to other sites: links to posts stay links
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "base.admin.rich_text.RichTextArea"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}
TAGGIT_CASE_INSENSITIVE = True
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None  # not {}: wagtail-localize would read its CLASS and answer 500
# A translation starts as a draft, so that no untranslated copy is published at the address of another language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Format of the administration's date fields; DATE_INPUT_FORMATS of all languages accept it (base/formats/).
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
