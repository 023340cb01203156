"""Blocks with several parts: galleries, questions, figures, chapters, round-ups, rows of stories."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.presentation.section_layout import spread_pictures
from base.blocks import DateBlock, HeadingBlock, HelpBlock, ParagraphBlock, QuoteBlock, StepsBlock, WarningBlock

from .media import AssetBlock, FigureBlock
from .pictures import PictureChooserBlock
from .samples import newest_story, picture_without_minors
from .story_chooser import StoryChooserBlock

MOST_STORIES = 12  # in one row


class PictureItemBlock(blocks.StructBlock):
    """A picture of a gallery."""

    image = PictureChooserBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=250)
    credit = blocks.CharBlock(
        label=_("Nguồn ảnh"), max_length=120, required=False, help_text=_("Để trống thì lấy nguồn ghi trong kho ảnh.")
    )


class GalleryBlock(blocks.StructBlock):
    """Two or more pictures."""

    title = blocks.CharBlock(label=_("Tên chùm ảnh"), max_length=120, required=False)
    pictures = blocks.ListBlock(PictureItemBlock(), label=_("Các ảnh"), min_num=2, max_num=30)

    class Meta:
        icon = "image"
        label = _("Chùm ảnh")
        template = "articles/blocks/gallery.html"
        description = _("Từ hai ảnh trở lên, mỗi ảnh có chú thích và nguồn")

    def get_preview_value(self) -> Any:
        """The newest picture without minors, twice."""
        image = picture_without_minors()
        item = {"image": image, "caption": "Sân trường giờ ra chơi.", "credit": "Demo An"}
        return self.normalize({"title": "Một buổi sáng ở trường", "pictures": [item, item] if image else []})


class QuestionBlock(blocks.StructBlock):
    """A question with its answer."""

    question = blocks.CharBlock(label=_("Hỏi"), max_length=250)
    answer = ParagraphBlock(label=_("Đáp"))
    who = blocks.CharBlock(label=_("Ai trả lời"), max_length=120, required=False)

    class Meta:
        icon = "help"
        label = _("Hỏi và đáp")
        template = "articles/blocks/question.html"
        description = _("Một câu hỏi và câu trả lời, cho phỏng vấn và hỏi – đáp")
        preview_value = {
            "question": "Lỡ gửi ảnh rồi thì làm gì trước?",
            "answer": "<p>Dừng trả lời, chụp lại bằng chứng, kể với một người lớn bạn tin.</p>",
            "who": "ThS. Demo An (minh họa)",
        }


class FactsBlock(blocks.StructBlock):
    """Up to six figures with their source."""

    title = blocks.CharBlock(label=_("Tên hộp"), max_length=80, default="Con số")
    facts = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("figure", blocks.CharBlock(label=_("Con số"), max_length=30)),
                ("meaning", blocks.CharBlock(label=_("Nghĩa là gì"), max_length=160)),
            ]
        ),
        label=_("Các con số"),
        min_num=1,
        max_num=6,
    )
    source = blocks.CharBlock(label=_("Nguồn, ngày công bố"), max_length=200)

    class Meta:
        icon = "list-ul"
        label = _("Hộp con số")
        template = "articles/blocks/facts.html"
        description = _("Một đến sáu con số, ghi rõ nguồn và ngày")
        preview_value = {
            "title": "Con số",
            "facts": [{"figure": "12–24", "meaning": "tuổi của bạn đọc mà chiến dịch hướng tới"}],
            "source": "Kế hoạch 120/KH-UBND",
        }


class ChapterBody(blocks.StreamBlock):
    """Body of a chapter."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    figure = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    warning = WarningBlock()
    asset = AssetBlock()
    help = HelpBlock()


class ChapterBlock(blocks.StructBlock):
    """A chapter of a long-form story."""

    title = blocks.CharBlock(label=_("Tên chương"), max_length=110)
    intro = blocks.TextBlock(label=_("Lời dẫn chương"), max_length=400, required=False)
    image = PictureChooserBlock(label=_("Ảnh mở chương"), required=False)
    caption = blocks.CharBlock(label=_("Chú thích ảnh"), max_length=250, required=False)
    body = ChapterBody(label=_("Nội dung"))

    class Meta:
        icon = "doc-full"
        label = _("Chương")
        template = "articles/blocks/chapter.html"
        description = _("Một chương của e-magazine: tên, ảnh mở, rồi nội dung")
        preview_value = {
            "title": "Hai dấu tích xanh",
            "intro": "Tin nhắn đã xem, và không ai hỏi thêm.",
            "image": None,
            "caption": "",
            "body": [{"type": "paragraph", "value": "<p>Chuông reo lúc chín giờ tối.</p>"}],
        }


class RoundupItemBlock(blocks.StructBlock):
    """A report elsewhere, summarised, with its source."""

    title = blocks.CharBlock(label=_("Tít của tin"), max_length=160)
    source = blocks.CharBlock(label=_("Báo, cơ quan"), max_length=120)
    url = blocks.URLBlock(label=_("Đường dẫn"))
    published_on = DateBlock(label=_("Ngày đăng"), required=False)
    summary = blocks.TextBlock(label=_("Tóm bằng lời của mình"), max_length=400, required=False)

    class Meta:
        icon = "link-external"
        label = _("Tin điểm")
        template = "articles/blocks/roundup_item.html"
        description = _("Một tin ở nơi khác: nêu nguồn, tóm bằng lời của mình, dẫn tới bài gốc")
        preview_value = {
            "title": "Cúp máy trước, nghĩ sau",
            "source": "Báo Demo",
            "url": "https://example.com/",
            "published_on": None,
            "summary": "Ba việc nên làm khi nghe giọng dọa dẫm.",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["url"].startswith(("https://", "http://")):
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Đường dẫn bắt đầu bằng https:// hoặc http://."))}
            )
        return cleaned


class StoriesBlock(blocks.StructBlock):
    """A row of chosen stories, or of the newest ones of a topic."""

    title = blocks.CharBlock(label=_("Tên hàng"), max_length=80, required=False)
    pages = blocks.ListBlock(
        StoryChooserBlock(label=_("Bài")),
        label=_("Chọn từng bài"),
        default=[],
        min_num=0,
        max_num=MOST_STORIES,
    )
    topic = SnippetChooserBlock("campaign.Topic", label=_("Hoặc lấy bài mới của chủ đề"), required=False)
    number = blocks.IntegerBlock(label=_("Nhiều nhất mấy bài"), default=4, min_value=1, max_value=MOST_STORIES)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Hàng bài")
        template = "articles/blocks/stories.html"
        description = _("Bài chọn tay, hoặc bài mới nhất của một chủ đề; bài chưa đăng không hiện")
        preview_value: dict[str, Any] = {"title": "Đọc thêm", "pages": [], "topic": None, "number": 4}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add `stories`: live stories as cards, two queries a row, without pictures shown higher on the page."""
        context = super().get_context(value, parent_context=parent_context)
        page = (parent_context or {}).get("page")
        shown_images = {getattr(page, "lead_image_id", None), *getattr(page, "pictures_shown", ())} - {None}
        stories = self.child_blocks["pages"].child_block.model_class.objects.readable().originals()
        chosen_ids = [page.pk for page in value["pages"] if page]
        if value["topic"] and not chosen_ids:
            stories = stories.filter(topics=value["topic"])
        if page is not None and not chosen_ids:
            stories = stories.filter(locale_id=page.locale_id)
        if chosen_ids:
            stories_by_id = {story.pk: story for story in stories.filter(pk__in=chosen_ids).cards()}
            rows = [stories_by_id[pk] for pk in chosen_ids if pk in stories_by_id][: value["number"]]
        else:  # twice as many, so that repeated pictures can be left out
            rows = stories.newest_first()[: 2 * value["number"]].cards()
        context["stories"] = spread_pictures(rows, shown_images, value["number"])
        if page is not None:
            page.pictures_shown = shown_images | {story.lead_image_id for story in context["stories"]}
        return context


class CallBlock(blocks.StructBlock):
    """A sentence and a button that leads to a page."""

    text = blocks.CharBlock(label=_("Lời mời"), max_length=160)
    button = blocks.CharBlock(label=_("Chữ trên nút"), max_length=40)
    page = blocks.PageChooserBlock(label=_("Dẫn tới"))

    class Meta:
        icon = "pick"
        label = _("Lời mời và nút")
        template = "articles/blocks/call.html"
        description = _("Một câu và một nút dẫn tới một trang của ta")

    def get_preview_value(self) -> Any:
        """A button that leads to the newest story."""
        return self.normalize({"text": "Muốn biết thêm?", "button": "Đọc bài", "page": newest_story()})


class SpecialBody(blocks.StreamBlock):
    """Body of a special page."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    stories = StoriesBlock()
    figure = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    question = QuestionBlock()
    facts = FactsBlock()
    steps = StepsBlock()
    warning = WarningBlock()
    asset = AssetBlock()
    call = CallBlock()
    help = HelpBlock()
