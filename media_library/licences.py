"""The licences in plain words: what is allowed, what is not, one warning."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.vocabulary import Licence

Words = Promise | str


class Terms(NamedTuple):
    """The words of one licence: summary, lists of what is allowed and not, warning."""

    summary: Words
    may: tuple[Words, ...]
    may_not: tuple[Words, ...]
    caution: Words = ""


_PRINT = _("In, chiếu, phát trong trường và ở hoạt động hưởng ứng chiến dịch")
_SHARE = _("Đăng lên trang của trường, nhóm lớp, mạng xã hội")
_NO_SALE = _("Bán, hoặc gắn quảng cáo, tên sản phẩm, tên cửa hàng")
_NO_CUT = _("Che, cắt hay đổi số điện thoại trợ giúp và thông điệp")

TERMS: dict[Licence, Terms] = {
    Licence.CAMPAIGN: Terms(
        _(
            "Dùng miễn phí cho hoạt động hưởng ứng chiến dịch, không bán, không gắn quảng cáo, "
            "giữ nguyên thông điệp và đầu mối trợ giúp."
        ),
        (_PRINT, _SHARE, _("Thêm tên trường vào chỗ đã chừa sẵn")),
        (_NO_SALE, _NO_CUT),
    ),
    Licence.CREDIT: Terms(
        _(
            "Dùng miễn phí khi ghi nguồn “Chiến dịch Không một mình, Cần Thơ”, không bán, "
            "giữ nguyên thông điệp và đầu mối trợ giúp."
        ),
        (_PRINT, _SHARE, _("Dịch, cắt ngắn cho hợp chỗ dùng khi vẫn ghi nguồn")),
        (_NO_SALE, _NO_CUT, _("Dùng mà không ghi nguồn")),
    ),
    Licence.CREDIT_UNCHANGED: Terms(
        _("Dùng miễn phí khi ghi nguồn và giữ nguyên tệp, không cắt ghép, không dịch lại."),
        (_PRINT, _SHARE),
        (_NO_SALE, _("Sửa hình, đổi chữ, cắt clip, lồng tiếng"), _("Dùng mà không ghi nguồn")),
    ),
    Licence.SCHOOL_ONLY: Terms(
        _("Chỉ dùng trong trường: in, chiếu và phát cho học sinh, sinh viên của trường; không đăng lên mạng."),
        (_("In, chiếu và phát trong trường"),),
        (_("Đăng lên mạng xã hội, nhóm Zalo có người ngoài trường"), _NO_SALE, _NO_CUT),
        _("Tài liệu có thể có tình huống nhạy cảm, cần người lớn dẫn dắt."),
    ),
    Licence.PARTNER: Terms(
        _("Của người đồng hành, dùng theo thỏa thuận trong thời hạn ghi ở trang này; hết hạn thì ngừng dùng."),
        (_PRINT, _SHARE),
        (_NO_SALE, _("Cắt lấy hình, giọng của người đồng hành để làm việc khác"), _("Dùng sau khi hết hạn")),
        _("Người đồng hành có thể rút lại; trường sẽ nhận thông báo."),
    ),
    Licence.LOGO: Terms(
        _("Dấu hiệu nhận diện của chiến dịch: để cho biết hoạt động thuộc chiến dịch, theo đúng quy định kèm theo."),
        (_("Đặt trên ấn phẩm, phông, slide của hoạt động hưởng ứng"),),
        (_("Đổi màu, kéo méo, thêm bóng"), _("Đặt trên sản phẩm để bán hay lên trang không thuộc chiến dịch")),
        _("Nếu thấy ai dùng dấu hiệu này để xin tiền hay xin mã OTP, đó là giả mạo."),
    ),
}


def terms(licence: str) -> Terms:
    """Terms of a stored licence value, in the active language; an unknown value gets those of CREDIT_UNCHANGED."""
    wording = TERMS[Licence(licence) if licence in Licence.values else Licence.CREDIT_UNCHANGED]
    may, may_not = (tuple(map(str, words)) for words in (wording.may, wording.may_not))
    return Terms(str(wording.summary), may, may_not, str(wording.caution))
