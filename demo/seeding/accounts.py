"""The demo's accounts as plain data. No Django imports: `make demo` prints them before the site runs."""

PASSWORD = "cung-nhau-an-toan"  # noqa: S105 (public: printed by `make demo`)
ADMIN = "admin@demo.example"

#: e-mail → (name, roles of users/roles.py, outlet)
STAFF = {
    "phongvien@baocantho.example": ("Nguyễn Minh Thư (demo)", ["reporter"], "bao-can-tho"),
    "bientap@baocantho.example": ("Trần Quốc Bình (demo)", ["editor", "library_editor", "kol_desk"], "bao-can-tho"),
    "thuky@baocantho.example": ("Lê Thị Ngàn (demo)", ["secretary"], "bao-can-tho"),
    "tongbientap@baocantho.example": ("Phạm Hữu Tâm (demo)", ["chief", "library_editor", "kol_desk"], "bao-can-tho"),
    "bientap@vanhoa.example": ("Võ Thị Sen (demo)", ["editor", "library_editor"], "van-hoa"),
    "thuky@vanhoa.example": ("Ngô Minh Đức (demo)", ["secretary"], "van-hoa"),
    "sogddt@demo.example": ("Đặng Văn Giáo (demo)", ["education"], ""),
    "congan@demo.example": ("Huỳnh Thanh An (demo)", ["standing_office"], ""),
    "thanhdoan@demo.example": ("Lý Thị Đoàn (demo)", ["youth_union"], ""),
    "hoiphunu@demo.example": ("Trương Thị Hội (demo)", ["womens_union"], ""),
    "dich-km@demo.example": ("Sơn Thị Sóc Kha (demo)", ["translator_km"], ""),
    "dich-en@demo.example": ("Lâm Minh Anh (demo)", ["translator_en"], ""),
}
AUTHORITIES = {
    "sogddt@demo.example": "Sở Giáo dục và Đào tạo (minh họa)",
    "congan@demo.example": "Cơ quan Thường trực – Công an thành phố (minh họa)",
    "thanhdoan@demo.example": "Thành đoàn (minh họa)",
    "hoiphunu@demo.example": "Hội Liên hiệp Phụ nữ thành phố (minh họa)",
    "dich-km@demo.example": "Tổ dịch tiếng Khmer (minh họa)",
    "dich-en@demo.example": "Tổ dịch tiếng Anh (minh họa)",
}
#: Kinds of users.Organisation, where it is no “authority”.
AUTHORITY_KINDS = {
    "congan@demo.example": "office",
    "thanhdoan@demo.example": "federation",
    "hoiphunu@demo.example": "federation",
}
SCHOOL_ACCOUNTS = {
    "Trường THCS Sen Trắng (minh họa)": "truong@thcs.example",
    "Trường THPT Bông Súng (minh họa)": "truong@thpt.example",
}
KOL_ACCOUNTS = {"may-miet-vuon": "kol@demo.example", "sorya-ke-chuyen": "kol2@demo.example"}


def emails() -> list[str]:
    """E-mail addresses of all demo accounts, staff first."""
    return [ADMIN, *STAFF, *KOL_ACCOUNTS.values(), *SCHOOL_ACCOUNTS.values()]
