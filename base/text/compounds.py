"""Vietnamese words of two and three syllables that a headline must not break: “ảnh riêng / tư” reads as another word.

The list has the words of this site's headlines; a word that is missing may still be broken. Add it here.
"""

from __future__ import annotations

import functools

NBSP = "\u00a0"
LONGEST = 3  # syllables; longer ones would leave a narrow column ragged
_QUOTES = "“”‘’\"'()[]«»"
_ENDS = ".,:;!?…" + _QUOTES

WORDS = """
an toàn, an toàn số, buổi tối, buộc tội, bài viết, báo cáo, bình tĩnh, bí mật, bạn bè, bạn thân, bạn trẻ,
bạn đọc, bản in, bản rap, bản đồ, bảo vệ, bảo đảm, bất thường, bắt cóc, bắt nạt, bằng chứng, bỏ qua, bộ ấn phẩm,
bức tường, bữa cơm, cam kết, cha mẹ, chia sẻ, chiêu trò, chiến dịch, chuyên gia, chuyên mục, chuyên trang,
chuyển tiền, chìa khóa, chú ý, chương trình, cuộc gọi, cuộc sống, cuộc thi, cuộc đời, cánh cửa, câu chuyện,
câu hỏi, câu lạc bộ, có lỗi, cô giáo, cô lập, công an, công nghệ, công ước, cúp máy, cơ quan, cảnh báo,
cộng đồng, cửa khẩu, cửa sổ, danh sách, dấu hiệu, dọa dẫm, dụ dỗ, dừng lại, gia đình, giao lưu, giám hộ,
giáo viên, giúp đỡ, giả danh, giả mạo, giới thiệu, giờ ra chơi, giữ kín, góc nhìn, góc thư viện, gặp mặt,
gọi lại, gọi video, hiểu lầm, hành vi, hình nền, hình ảnh, hôm nay, hướng dẫn, học sinh, học tập, học đường,
hồ sơ, hỗ trợ, hội thảo, hộp thư, im lặng, khai mạc, khoảng cách, không gian, khẩn cấp, khủng hoảng,
kinh nghiệm, kiểm chứng, kiểm tra, kẻ lừa đảo, kế hoạch, kết nối, kết quả, kể chuyện, kịch bản, kỹ năng,
lan tỏa, liên hệ, liên kết, lo lắng, luật sư, làm quen, làm việc, lá thư, lắng nghe, lớp học, lời dọa,
lời khuyên, lời nói, lời đăng, lứa tuổi, lừa gạt, lừa đảo, minh bạch, minh chứng, minh họa, miền Tây, mua sắm,
màn hình, máy tính, mạng xã hội, mẫu in, mật khẩu, mối quan hệ, một mình, mở lời, nguy cơ, nguy hiểm, ngày hội,
ngân hàng, ngôn ngữ, người dùng, người lạ, người lớn, người quen, người sáng tạo, người thân, người yêu,
nhà trường, nhà trọ, nhân vật, nhận biết, nhận diện, nhập vai, nhật ký, nhắn tin, niềm tin, nạn nhân, nội dung,
nội trú, phiên bản, pháp luật, phát hành, phát thanh, phát tán, phòng ngừa, phòng tham vấn, phòng trọ, phóng sự,
phường xã, phản hồi, phỏng vấn, phụ huynh, phụ nữ, quan hệ, quan tâm, quy tắc, quyền riêng tư, riêng tư,
rủ nhau, sinh hoạt, sinh hoạt lớp, sinh viên, song ngữ, sáng tạo, sáu mươi giây, sân trường, số điện thoại,
sức khỏe, sự kiện, tham gia, tham vấn, thao túng, theo dõi, thiếu niên, thành phố, thông minh, thông tin,
thư viện, thương lượng, thất vọng, thầy cô, thật lòng, thỏa thuận, thử thách, thực hiện, tin nhắn, tin tưởng,
tiết học, tiền bạc, tiểu phẩm, trang web, tranh cãi, truyền hình, truyện tranh, trò chuyện, trò chơi,
trường học, trường quay, trạng thái, trả lời, trả tiền, trẻ em, trợ giúp, trực tuyến, tuyên truyền, tuổi trẻ,
tài khoản, tài liệu, tâm lý, tâm sự, tình cảm, tình huống, tình yêu, tòa soạn, tư vấn, tập huấn, tố giác,
tối nay, tống tiền, từ chối, tự trách, tự xưng, vai trò, ven sông, viên gạch, việc làm, việc nhẹ, văn hóa,
xin lỗi, xác minh, xác nhận, xác thực, xây dựng, xóm ven sông, xúc phạm, xấu hổ, yêu cầu, yêu thương, ông bà,
ý kiến, đe dọa, đi học, điểm tin, điện thoại, điện tử, đèn đỏ, đóng vai, đơn vị, đường dây, đường dẫn, đường đi,
đồ họa, đồng hành, đồng ý, đời sống, ước mơ, ảnh riêng tư
"""
COMPOUNDS = frozenset(word.strip() for word in WORDS.split(","))
_LOWER = frozenset(word.lower() for word in COMPOUNDS)


@functools.lru_cache(maxsize=4096)
def unbroken(text: str) -> str:
    """`text` with non-breaking spaces inside the words of COMPOUNDS, the longest word first; capitals do not matter.

    Punctuation ends a word: in “Dừng, lại” nothing is joined.
    """
    words = text.split(" ")
    bare = [word.strip(_ENDS).lower() for word in words]
    place, joined = 0, [words[0]]
    while place < len(words) - 1:
        word_count = 1
        for length in range(min(LONGEST, len(words) - place), 1, -1):
            inner = words[place : place + length]
            if " ".join(bare[place : place + length]) in _LOWER and not _is_parted(inner):
                word_count = length
                break
        joined[-1] = NBSP.join(words[place : place + word_count])
        place += word_count
        if place < len(words):
            joined.append(words[place])
    return " ".join(joined)


def _is_parted(words: list[str]) -> bool:
    return any(word[-1:] in _ENDS for word in words[:-1]) or any(word[:1] in _QUOTES for word in words[1:])
