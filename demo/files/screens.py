"""Generates PNG, JPG and WebP files of an exact pixel size."""

from pathlib import Path

from . import typeset
from .model import BuiltFile


def drawn(out: Path, name: str, size: tuple[int, int], *, template: str, **inputs: object) -> Path:
    """Render `template` at `size` (px) and save it as `name`. Raises ValueError where the result has another size."""
    image = typeset.picture(template, w=size[0], h=size[1], **inputs)
    if image.size != size:
        raise ValueError(f"{name}: {image.size} thay vì {size}")
    return typeset.save_picture(image, out / name)


def artwork(
    out: Path, name: str, size: tuple[int, int], art: str, *, fit: str = "contain", ground: str = "#FFFFFF"
) -> Path:
    """Render an SVG of art/ at `size` (px): contained on the colour `ground`, or with fit="cover" covering the area."""
    return drawn(out, name, size, template="artpx", file=f"/art/{art}.svg", fit=fit, ground=ground)


def web_banner(asset: dict, out: Path) -> list[BuiltFile]:
    """Fanpage banner (vi from artwork, en and km from a template), WebP for websites, header strip."""
    files = []
    for lang in ("vi", "km", "en"):
        jpg = f"banner-fanpage-1640x720_{lang}.jpg"
        if lang == "vi":
            path = artwork(out, jpg, (1640, 720), "assets/banner-fanpage", fit="cover")
        else:
            path = drawn(out, jpg, (1640, 720), template="banner", lang=lang)
        files.append(BuiltFile(path, "fanpage", lang, "Ảnh bìa fanpage 1640 × 720", "jpg"))
    webp = artwork(out, "banner-website-1640x720_vi.webp", (1640, 720), "assets/banner-fanpage", fit="cover")
    files.append(BuiltFile(webp, "website", "vi", "Banner website, bản nhẹ", "webp"))
    head = drawn(out, "banner-header-1920x480_vi.jpg", (1920, 480), template="banner")
    return [*files, BuiltFile(head, "header-web", "vi", "Dải đầu trang 1920 × 480", "jpg")]


def phone_wallpapers(asset: dict, out: Path) -> list[BuiltFile]:
    """Five designs in two phone sizes."""
    files = []
    for size in ((1080, 2400), (1170, 2532)):
        for number in range(1, 6):
            role = f"{size[0]}x{size[1]}" + ("" if number == 1 else f"-mau-{number}")
            path = drawn(out, f"hinh-nen-dien-thoai-{role}.png", size, template="wallpaper", kind="phone", n=number)
            files.append(BuiltFile(path, role, "vi", f"Mẫu {number}, {size[0]} × {size[1]}", "png"))
    return files


def pc_wallpapers(asset: dict, out: Path) -> list[BuiltFile]:
    """Three designs in three screen sizes, 1366 × 768 among them for old school PCs."""
    files = []
    for size in ((1920, 1080), (2560, 1440), (1366, 768)):
        for number in range(1, 4):
            role = f"{size[0]}x{size[1]}" + ("" if number == 1 else f"-mau-{number}")
            path = drawn(out, f"hinh-nen-may-tinh-{role}.jpg", size, template="wallpaper", kind="pc", n=number)
            files.append(BuiltFile(path, role, "vi", f"Mẫu {number}, {size[0]} × {size[1]}", "jpg"))
    return files


def covers(asset: dict, out: Path) -> list[BuiltFile]:
    """Facebook covers for personal pages and for class groups."""
    own = drawn(out, "anh-bia-1640x720.jpg", (1640, 720), template="banner", style="song", picture="pha-song-hau")
    group = drawn(
        out,
        "anh-bia-nhom-lop-1640x856.jpg",
        (1640, 856),
        template="banner",
        style="song",
        picture="san-truong",
        group=1,
    )
    return [
        BuiltFile(own, "trang-ca-nhan", "vi", "Ảnh bìa trang cá nhân 1640 × 720", "jpg"),
        BuiltFile(group, "nhom", "vi", "Ảnh bìa nhóm lớp 1640 × 856", "jpg"),
    ]


def frames(out: Path) -> list[BuiltFile]:
    """Six transparent avatar frames; the first also in Khmer and English."""
    files = []
    for number in range(1, 7):
        role = "khung-trong-suot" + ("" if number == 1 else f"-mau-{number}")
        path = drawn(out, f"khung-anh-mau-{number}_vi.png", (1080, 1080), template="frame", n=number)
        files.append(BuiltFile(path, role, "vi", f"Khung mẫu {number}, nền trong suốt", "png"))
    for lang in ("km", "en"):
        path = drawn(out, f"khung-anh-mau-1_{lang}.png", (1080, 1080), template="frame", n=1, lang=lang)
        files.append(BuiltFile(path, "khung-trong-suot", lang, "Khung mẫu 1, nền trong suốt", "png"))
    return files
