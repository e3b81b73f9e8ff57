"""What is said when a file may not come in. Nothing of Django: the process that opens files stays small."""


class Refused(Exception):  # noqa: N818 - what happened, not a mistake of the program
    """Its text is a sentence for staff: what was found, and what to do."""


BROKEN = "Tệp bị hỏng hoặc có cấu trúc lạ. Hãy mở tệp, lưu lại thành DOCX, XLSX, PPTX hoặc ODT rồi tải lên."
TOO_LARGE = "Tệp nén quá nhiều dữ liệu bên trong. Hãy lưu lại tệp, bớt ảnh lớn, hoặc xuất ra PDF rồi tải lên."
TOO_INTRICATE = "Tệp có quá nhiều thành phần bên trong. Hãy chia nhỏ tệp, hoặc xuất ra PDF rồi tải lên."
MACROS = "Tệp có macro (mã chạy được). Hãy lưu lại thành tệp không có macro, hoặc xuất ra PDF rồi tải lên."
LOCKED = "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."
OBJECTS = (
    "Tệp có đối tượng nhúng (OLE hoặc tệp khác nằm bên trong, như bảng tính của biểu đồ). Hãy chuyển đối tượng thành "
    "ảnh, hoặc xuất ra PDF rồi tải lên."
)
ACTIVE_X = "Tệp có điều khiển ActiveX (mã chạy được). Hãy xóa điều khiển ấy, hoặc xuất ra PDF rồi tải lên."
DDE = (
    "Tệp có liên kết DDE, có thể chạy chương trình trên máy bạn đọc. Hãy xóa liên kết ấy, giữ lại chữ và số, "
    "rồi tải lên."
)


def elsewhere(what: str, target: str = "") -> Refused:
    """Something that the reader's machine would fetch from outside as soon as the file is opened."""
    named = f" («{shortened(target)}»)" if target else ""
    return Refused(
        f"Tệp lấy {what} từ nơi khác{named} khi bạn đọc mở. Hãy đưa nội dung ấy vào hẳn trong tệp hoặc xóa đi, "
        "rồi tải lên."
    )


def bad_link(target: str) -> Refused:
    return Refused(
        f"Tệp có liên kết «{shortened(target)}» mở chương trình hoặc máy khác thay vì một trang. Hãy xóa liên kết ấy "
        "hoặc thay bằng địa chỉ https://, rồi tải lên."
    )


def shortened(text: str) -> str:
    """Fit for a sentence: one line, printable, not endless."""
    words = "".join(letter if letter.isprintable() else " " for letter in text[:400])
    words = " ".join(words.split())
    return words if len(words) <= 80 else f"{words[:80]}…"
