"""Everyday words for what an asset is, so that people find it without knowing the library's own terms.

Words of a kind or a moment stand here, those of one asset in its keywords. Both searches read them: the library's own
column (computed_fields.py) and the site's search.
"""

from __future__ import annotations

from media_library.models import Asset
from media_library.vocabulary import Kind, Moment

#: kind → what people call it besides its label, in Vietnamese
OF_KINDS: dict[str, str] = {
    Kind.POSTER: "áp phích, tờ rơi, tờ gấp, tranh cổ động, tranh tuyên truyền, bích chương",
    Kind.BANNER: "băng rôn, khẩu hiệu, phông nền, pano, biểu ngữ, backdrop",
    Kind.STANDEE: "giá đứng, tấm đứng, cuốn đứng, giá cuốn",
    Kind.STICKER: "nhãn dán, hình dán, tem dán",
    Kind.DECAL: "miếng dán, dán kính, dán cửa",
    Kind.BOOKMARK: "kẹp sách, thẻ sách, bookmark",
    Kind.INFOGRAPHIC: "đồ họa, sơ đồ, hình minh họa, thông tin đồ họa",
    Kind.VIDEO: "video, phim, phim ngắn, quay, đoạn phim, reels",
    Kind.AUDIO: "âm thanh, loa, loa trường, bản tin phát thanh, bài hát, nhạc, podcast, ghi âm",
    Kind.WALLPAPER: "ảnh nền, màn hình chờ, wallpaper",
    Kind.SLIDE: "bài giảng, giáo án, bài trình bày, trình chiếu, PowerPoint, pptx, giáo án điện tử",
    Kind.AVATAR_FRAME: "avatar, khung avatar, ảnh đại diện, khung hình",
    Kind.COVER: "ảnh bìa, hình bìa, cover",
    Kind.BRAND_KIT: "logo, biểu trưng, nhận diện thương hiệu, bộ màu, phông chữ",
    Kind.TEACHING_PROP: "đồ dùng dạy học, trò chơi, hoạt động lớp, thẻ bài, học liệu, tình huống",
    Kind.POST_TEXT: "caption, bài viết mẫu, mẫu tin nhắn, nội dung đăng, status",
}
#: moment → what people call it besides its label, in Vietnamese
OF_MOMENTS: dict[str, str] = {
    Moment.FLAG_CEREMONY: "dưới cờ, thứ hai đầu tuần, sinh hoạt dưới cờ, sân trường",
    Moment.CLASSROOM: "tiết học, giờ sinh hoạt, sinh hoạt lớp, chủ nhiệm, trong lớp",
    Moment.GATE: "cổng trường, hành lang, ngoài trường",
    Moment.LIBRARY: "góc đọc, tủ sách",
    Moment.COMPUTER_ROOM: "phòng tin học, phòng vi tính, máy tính",
    Moment.SOCIAL: "Facebook, Zalo, TikTok, fanpage, trên mạng",
    Moment.PRINT_AT_SCHOOL: "tự in, máy photocopy, trắng đen, in A4",
}


def everyday_words(asset: Asset) -> list[str]:
    """Phrases with their marks: of kind, moments and topics, and the asset's own keywords; one query."""
    topics = [name for topic in asset.topics.all() for name in (topic.name, topic.name_en, topic.name_km) if name]
    phrases = [OF_KINDS.get(asset.kind, ""), *(OF_MOMENTS.get(moment, "") for moment in asset.moments)]
    return [phrase for phrase in (asset.keywords, *phrases, *topics) if phrase]
