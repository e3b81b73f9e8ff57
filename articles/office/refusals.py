"""Why a document does not become a text: one sentence each, with the way out. Pure."""


class DocumentRefused(ValueError):  # noqa: N818 - named for what happened to it
    """Nothing of the document is kept."""


BROKEN = "Tệp Word bị hỏng hoặc có cấu trúc lạ. Hãy mở tệp bằng Word hay LibreOffice, lưu lại thành .docx rồi tải lên."
NOT_WORD = "Đây không phải tệp Word (.docx). Hãy mở tệp trên máy, lưu thành .docx rồi tải lên."
TOO_LONG = (
    "Văn bản quá dài cho một bài viết: tối đa 200.000 chữ cái, khoảng 80 trang. Hãy tách thành nhiều bài, hoặc đưa cả "
    "tệp vào mục «Tệp văn bản»."
)
TOO_MANY_PICTURES = (
    "Văn bản có quá nhiều ảnh cho một bài viết: tối đa 20 ảnh, cộng lại 60 triệu điểm ảnh. Hãy bớt ảnh rồi tải lên."
)
EXTERNAL = (
    "Tệp trỏ tới phần nằm ngoài tệp (mẫu, khung hay đối tượng liên kết), nên không nhận. Hãy chọn hết nội dung, chép "
    "sang một tệp Word mới, lưu thành .docx rồi tải lên."
)
NO_TEXT = "Không tìm thấy chữ nào trong văn bản. Nếu đây là bản quét, hãy gõ lại nội dung hoặc dùng bản Word gốc."
TOO_DEEP = "Định dạng của văn bản lồng quá nhiều lớp. Hãy chép nội dung sang một tệp Word mới dưới dạng văn bản thuần."
PASTE_TOO_LONG = "Phần dán quá dài. Hãy dán từng phần, hoặc dùng «Nhập từ Word»."
NOT_FOR_WORD = (
    "Bài này không xuất được thành tệp Word: chữ dài quá 200.000 chữ cái, hoặc có bảng rộng quá 63 cột hay lớn quá "
    "20.000 ô. Hãy chép từng phần của bài sang Word."
)
SAVE_AS_DOCX = (
    "Máy chủ chưa đọc được tệp .doc và .odt. Hãy mở tệp bằng Word hay LibreOffice, chọn «Lưu thành», kiểu tệp "
    "«Word (.docx)», rồi tải tệp mới lên."
)
NOT_CONVERTED = (
    "Không chuyển được tệp cũ sang .docx. Hãy mở tệp bằng Word hay LibreOffice, chọn «Lưu thành», kiểu tệp "
    "«Word (.docx)», rồi tải tệp mới lên."
)
