"""The commitments and the nicknames of the wall. Both are fixed: what people have signed is not reworded afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: number → commitment; numbers are stored in counters, so a number is never given to another sentence
COMMITMENTS = {
    1: _("Mình sẽ cúp máy khi bị dọa."),
    2: _("Mình sẽ hỏi một người lớn trước khi làm theo người lạ."),
    3: _("Mình không giữ bí mật về điều khiến mình sợ."),
    4: _("Mình không gửi ảnh riêng tư cho bất kỳ ai ép mình."),
    5: _("Mình sẽ lắng nghe bạn và không trách bạn."),
    6: _("Mình sẽ không chia sẻ chuyện riêng của người khác."),
    7: _("Mình bật xác thực hai lớp tối nay."),
    8: _("Mình chỉ cho ông bà cách gọi lại bằng số quen."),
}
MOST = 3  # commitments of one sign

#: Words of the river, the garden and the sky; none is a person's name alone. Bricks store the place in this tuple, so
#: new words are added at the end. The first is no word.
NICKNAMES = (
    "",
    "Sen", "Súng", "Lúa", "Mạ non", "Điên Điển", "Bông Trang", "Mười Giờ", "Bằng Lăng", "Ô Môi", "Sầu Đâu",
    "Xoài", "Bưởi", "Chôm Chôm", "Măng Cụt", "Vú Sữa", "Dừa nước", "Thốt Nốt", "Khóm", "Mận", "Cóc",
    "Chim Se Sẻ", "Cò trắng", "Bìm Bịp", "Chuồn Chuồn", "Đom Đóm", "Cá Linh", "Cá Lóc", "Rùa con", "Ốc gạo", "Dế mèn",
    "Ghe bầu", "Xuồng ba lá", "Nón lá", "Cầu tre", "Bến nước", "Chợ nổi", "Con rạch", "Phù Sa", "Cù lao", "Ngọn đèn",
    "Nắng sớm", "Mưa rào", "Gió chướng", "Mây trắng", "Sao Hôm", "Trăng tròn", "Cầu vồng", "Sóng nhỏ",
)  # fmt: skip
