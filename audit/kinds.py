"""What can stand in the record: one closed table, each kind with its words on the screen. Pure."""

from enum import StrEnum

KINDS = {
    "article.create": "Tạo bài viết",
    "article.edit": "Sửa bài viết",
    "article.link": "Đổi liên kết của bài viết",
    "article.reschedule": "Đổi lịch đăng",
    "article.submit": "Gửi duyệt bài viết",
    "article.send_back": "Trả lại bài viết",
    "article.approve": "Duyệt bài viết",
    "article.withdraw": "Gỡ bài viết",
    "article.reopen": "Đưa bài viết về bản nháp",
    "article.step": "Bước khác của bài viết",
    "article.delete": "Xóa bài viết",
    "article.import": "Nhập bài viết từ tệp",
    "figure.enter": "Nhập số liệu",
    "figure.change": "Sửa số liệu chờ duyệt",
    "figure.approve": "Duyệt số liệu",
    "figure.send_back": "Trả lại số liệu",
    "figure.withdraw": "Thu hồi số liệu",
    "figure.replace": "Thay số liệu bằng bản đính chính",
    "figure.import": "Nhập số liệu từ tệp",
    "proposal.propose": "Đề nghị sửa đổi",
    "proposal.approve": "Duyệt đề nghị",
    "proposal.send_back": "Trả lại đề nghị",
    "row.add": "Thêm mục",
    "row.change": "Sửa mục",
    "row.delete": "Xóa mục",
    "facts.load": "Nạp tệp dữ liệu đại hội",
    "demo.load": "Nạp nội dung minh họa",
    "file.upload": "Tải tệp lên thư viện",
    "file.download": "Mở tệp chưa công khai",
    "role.give": "Giao vai trò",
    "role.take": "Thu vai trò",
    "account.password": "Đặt mật khẩu cho người khác",
    "account.own_password": "Tự đổi mật khẩu",
    "session.sign_in": "Đăng nhập",
    "session.sign_out": "Đăng xuất",
    "desk.step": "Việc bị từ chối",
    "desk.more_refused": "Còn những lần bị từ chối khác",
    "record.read": "Xem nhật ký",
    "record.export": "Tải nhật ký về",
    "record.forget": "Xóa địa chỉ cũ trong nhật ký",
}
"""Code -> words. A code is never renamed: rows that name it cannot be changed."""


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


OUTCOMES = {Outcome.DONE: "Xong", Outcome.REFUSED: "Bị từ chối", Outcome.FAILED: "Không thành"}
