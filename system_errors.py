"""Why the operating system refused something, in words for whoever is to mend it. Python's standard library alone."""

import errno
import socket
import ssl

NO_RIGHT = "tài khoản chạy lệnh không có quyền ở đó"
REASONS = {
    errno.ENOSPC: "ổ đĩa đã đầy, hãy dọn chỗ hoặc chọn ổ khác",
    errno.EDQUOT: "đã dùng hết dung lượng được cấp",
    errno.EFBIG: "tệp lớn hơn mức hệ thống cho phép",
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.EBUSY: "nơi đó đang được dùng, hoặc là điểm gắn của một ổ đĩa; hãy chọn một thư mục con",
    errno.ENOENT: "không có tệp hay thư mục đó",
    errno.ENOTDIR: "một phần của đường dẫn là tệp, không phải thư mục",
    errno.EISDIR: "đó là thư mục, không phải tệp",
    errno.EEXIST: "đã có tệp hay thư mục tên như vậy",
    errno.ENOTEMPTY: "thư mục đó không trống",
    errno.ELOOP: "liên kết ở đó dẫn vòng tròn",
    errno.ENAMETOOLONG: "tên hay đường dẫn quá dài",
    errno.EXDEV: "hai nơi nằm trên hai ổ đĩa khác nhau",
    errno.EIO: "ổ đĩa báo lỗi khi đọc hay ghi; có thể nó sắp hỏng",
    errno.ESTALE: "ổ đĩa mạng đã mất kết nối",
    errno.EMFILE: "đã mở quá nhiều tệp cùng lúc",
    errno.ENFILE: "cả máy đã mở quá nhiều tệp cùng lúc",
    errno.ENOMEM: "máy đã hết bộ nhớ",
    errno.ENOEXEC: "tệp đó không phải chương trình chạy được trên máy này",
    errno.EPIPE: "bên kia đã đóng kết nối",
    errno.ECONNREFUSED: "không có chương trình nào nghe ở đó",
    errno.ECONNRESET: "bên kia đã cắt kết nối",
    errno.ETIMEDOUT: "bên kia không trả lời kịp",
    errno.EHOSTUNREACH: "không có đường mạng tới máy đó",
    errno.ENETUNREACH: "không có đường mạng tới máy đó",
}


def reason(error: OSError) -> str:
    """Without a full stop. What is not in the table is named by its code, which can be looked up."""
    if isinstance(error, socket.gaierror):
        return "không tìm được địa chỉ của máy có tên đó"
    if isinstance(error, ssl.SSLError):
        return f"không thỏa thuận được kết nối mã hóa ({getattr(error, 'reason', None) or 'TLS'})"
    if isinstance(error, TimeoutError):
        return REASONS[errno.ETIMEDOUT]
    if error.errno is None:
        return str(error)
    return REASONS.get(error.errno, f"lỗi {errno.errorcode.get(error.errno, error.errno)} của hệ thống")
