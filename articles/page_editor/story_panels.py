"""Panels of a story's editor, in the order in which they are filled in."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel

from base.pages import BasePage

HEADLINE = [*BasePage.content_panels, FieldPanel("sapo")]
#: The genre; page types with one genre leave it out.
GENRE = [FieldPanel("genre", help_text=_("Quyết định nhãn ở đầu bài và cách trình bày."))]
STORY = [
    MultiFieldPanel(
        [
            FieldPanel("lead_image", help_text=_("Ảnh của kho; bản rộng ở đầu bài, bản cắt 3:2 ở các danh sách.")),
            FieldPanel("lead_caption", help_text=_("Một câu nói điều người xem cần biết về ảnh, không tả lại ảnh.")),
            FieldPanel("lead_credit"),
        ],
        heading=_("Ảnh chính"),
    ),
    MultiFieldPanel(
        [FieldPanel("video"), FieldPanel("audio"), FieldPanel("transcript")],
        heading=_("Clip và bản nghe"),
        classname="collapsed",
    ),
    FieldPanel("body", help_text=_("Bấm dấu cộng để thêm khối. Mỗi khối có hình xem trước.")),
    InlinePanel(
        "bylines",
        heading=_("Tác giả"),
        label=_("tác giả"),
        help_text=_("Người đầu tiên đứng tên; thêm người chụp, người quay, người dịch ở các dòng sau."),
    ),
    FieldPanel("signed_by_outlet"),
]
#: Where it stands and what it is filed under, then the answers; what is rarely needed is folded.
FILING = [
    FieldPanel("kicker"),
    FieldPanel("pinned_until", permission="articles.pin_article"),
    MultiFieldPanel(
        [
            FieldPanel("tags"),
            FieldPanel(
                "topics",
                widget=CheckboxSelectMultiple,
                help_text=_("Chọn được nhiều; bài hiện ở trang của từng chủ đề."),
            ),
            FieldRowPanel(
                [
                    FieldPanel("storyline", help_text=_("Bài thuộc một sự việc đang tiếp diễn thì chọn dòng của nó.")),
                    FieldPanel("is_milestone", help_text=_("Hiện trong các mốc ở đầu dòng sự kiện.")),
                ]
            ),
            FieldRowPanel(
                [
                    FieldPanel("is_hot", help_text=_("Đặt nhãn “Tin nóng” trước chuyên mục. Bỏ đi khi tin đã nguội.")),
                    FieldPanel(
                        "is_featured", help_text=_("Được chọn trước khi trang chủ tìm bài có ảnh cho chỗ lớn nhất.")
                    ),
                    FieldPanel("published_at"),
                ]
            ),
            FieldPanel("social_text", help_text=_("Hai câu để người đọc chép kèm liên kết; để trống thì lấy sapo.")),
        ],
        heading=_("Bài đứng ở đâu"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("source_name", help_text=_("Cơ quan, tài liệu hay người mà bài dựa vào. In ở cuối bài.")),
            FieldPanel("source_url", help_text=_("Trang gốc để bạn đọc kiểm lại, bắt đầu bằng https://.")),
            FieldPanel("paid_by"),
            FieldPanel("made_by"),
        ],
        heading=_("Nguồn, hợp tác, tài trợ"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "has_minor",
                help_text=_("Tên, ảnh, giọng, trường lớp hay nơi ở đủ để người quen nhận ra một em dưới 18 tuổi."),
            ),
            FieldPanel("has_victim", help_text=_("Bài kể về một người bị hại hoặc một vụ việc có thật.")),
            FieldPanel("content_warning"),
            FieldPanel("answers_reason"),
            FieldPanel("never_print"),
        ],
        heading=_("An toàn trẻ em"),
    ),
    HelpPanel(template="articles/admin/gate_panel.html", heading=_("Trước khi đăng")),
]
