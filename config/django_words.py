"""Vietnamese for the sentences of Django that its own translation leaves in English, or says wrongly.

Joined to Django's catalogue when the site starts, so the stock admin templates need no copies of ours. Only what
staff or readers can meet is here; when Django's translation catches up, lines go.
"""

from django.apps import apps
from django.utils.translation import trans_real

WORDS = {
    # Admin pages
    "Select this object for an action - {}": "Chọn mục này để thao tác: {}",
    "Select all objects on this page for an action": "Chọn mọi mục trên trang này để thao tác",
    "Breadcrumbs": "Đường dẫn trang",
    "Model name": "Tên mục",
    "Add link": "Liên kết thêm mới",
    "Change or view list link": "Liên kết tới danh sách",
    "Error:": "Lỗi:",
    "Set password": "Đặt mật khẩu",
    "Set password: %s": "Đặt mật khẩu: %s",
    "Reset password": "Đặt lại mật khẩu",
    "This action will <strong>enable</strong> password-based authentication for this user.": (
        "Tài khoản này sẽ đăng nhập được bằng mật khẩu."
    ),
    "Enable password-based authentication": "Cho đăng nhập bằng mật khẩu",
    "Disable password-based authentication": "Không cho đăng nhập bằng mật khẩu",
    "Password-based authentication was disabled.": "Tài khoản không còn đăng nhập được bằng mật khẩu.",
    "Skip to main content": "Tới nội dung chính",
    "Hide counts": "Ẩn số lượng",
    "Show counts": "Hiện số lượng",
    "Toggle theme (current theme: auto)": "Đổi nền sáng, tối (đang theo thiết bị)",
    "Toggle theme (current theme: light)": "Đổi nền sáng, tối (đang sáng)",
    "Toggle theme (current theme: dark)": "Đổi nền sáng, tối (đang tối)",
    "Added:": "Đã thêm:",
    "Changed:": "Đã sửa:",
    "Deleted:": "Đã xóa:",
    "Forgotten your login credentials?": "Quên tên đăng nhập hoặc mật khẩu?",
    "Toggle navigation": "Đóng, mở thanh mục lục",
    "Sidebar": "Thanh mục lục",
    "Filter navigation items": "Lọc mục lục",
    "View selected %(model)s": "Xem %(model)s đã chọn",
    # Django's Vietnamese has these, but says them clumsily or, for protected objects, says the opposite.
    "Add": "Thêm",
    "Add %(name)s": "Thêm %(name)s",
    "Change": "Sửa",
    "Change %s": "Sửa %s",
    "History": "Lịch sử",
    "Save": "Lưu",
    "Save and add another": "Lưu và thêm mục khác",
    "Save and continue editing": "Lưu và sửa tiếp",
    "None available": "Chưa có",
    "Select %s to change": "Danh sách %s",
    "Select %s to view": "Danh sách %s",
    " By %(filter_title)s ": " Theo %(filter_title)s ",
    "Welcome,": "Xin chào",
    "View site": "Xem trang",
    "Go": "Làm",
    "Any date": "Ngày bất kỳ",
    "Models in the %(name)s application": "Các mục trong phần %(name)s",
    "The {name} “{obj}” was added successfully.": "Đã thêm {name} “{obj}”.",
    "The {name} “{obj}” was changed successfully.": "Đã lưu {name} “{obj}”.",
    "The {name} “{obj}” was added successfully. You may edit it again below.": (
        "Đã thêm {name} “{obj}”. Có thể sửa tiếp bên dưới."
    ),
    "The {name} “{obj}” was changed successfully. You may edit it again below.": (
        "Đã lưu {name} “{obj}”. Có thể sửa tiếp bên dưới."
    ),
    "The {name} “{obj}” was added successfully. You may add another {name} below.": (
        "Đã thêm {name} “{obj}”. Có thể thêm {name} khác bên dưới."
    ),
    "The {name} “{obj}” was changed successfully. You may add another {name} below.": (
        "Đã lưu {name} “{obj}”. Có thể thêm {name} khác bên dưới."
    ),
    "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected related "
    "objects:": "Chưa xóa được %(object_name)s “%(escaped_object)s” vì còn những mục liên quan phải giữ:",
    "Deleting the selected %(objects_name)s would require deleting the following protected related objects:": (
        "Chưa xóa được các %(objects_name)s đã chọn vì còn những mục liên quan phải giữ:"
    ),
    "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects: "
    "%(related_objects)s": "Chưa xóa được %(class_name)s %(instance)s vì còn những mục liên quan: %(related_objects)s",
    "You don’t have permission to view or edit anything.": (
        "Tài khoản của anh/chị chưa có vai trò nào. Hãy liên hệ người quản trị người dùng."
    ),
    "last login": "đăng nhập gần nhất",
    "date joined": "ngày tạo tài khoản",
    "email address": "thư điện tử",
    # Forms and validation
    "Conflicting form data submitted. Please try again.": "Biểu mẫu có hai lựa chọn trái nhau. Hãy thử lại.",
    "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, "
    "numbers, and @/./+/-/_ characters.": "Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu @ . + - _.",
    "Enter a valid domain name.": "Hãy nhập một tên miền đúng.",
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.": (
        "Địa chỉ chỉ gồm chữ không dấu, chữ số, gạch dưới và gạch nối."
    ),
    "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.": (
        "Địa chỉ chỉ gồm chữ, chữ số, gạch dưới và gạch nối."
    ),
    "Ensure this value is a multiple of step size %(limit_value)s.": "Giá trị phải là bội số của %(limit_value)s.",
    "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.": (
        "Không nhận tệp đuôi “%(extension)s”. Các đuôi được nhận: %(allowed_extensions)s."
    ),
    "Null characters are not allowed.": "Nội dung có ký tự rỗng, không dùng được.",
    "Constraint “%(name)s” is violated.": "Dữ liệu trái với ràng buộc “%(name)s”.",
    "“%(value)s” value must be either True or False.": "Giá trị “%(value)s” phải là đúng hoặc sai.",
    "“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format.": (
        "“%(value)s” không phải là một ngày viết đúng."
    ),
    "“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date.": (
        "“%(value)s” là một ngày không có trong lịch."
    ),
    "“%(value)s” value must be a decimal number.": "“%(value)s” không phải là số.",
    "“%(value)s” value must be an integer.": "“%(value)s” không phải là số nguyên.",
    "%(model)s instance with %(field)s %(value)r is not a valid choice.": "Lựa chọn %(value)r không còn hợp lệ.",
    "Enter a complete value.": "Hãy nhập đủ các phần.",
    "Enter a valid JSON.": "Hãy nhập JSON đúng cú pháp.",
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may need to file "
    "a bug report if the issue persists.": "Biểu mẫu gửi lên thiếu phần (%(field_names)s). Hãy tải lại trang.",
    "The inline value did not match the parent instance.": "Dòng này không thuộc về mục đang sửa.",
    "“%(pk)s” is not a valid value.": "“%(pk)s” không phải là lựa chọn hợp lệ.",
    "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not "
    "exist.": "%(datetime)s không có trên đồng hồ Việt Nam.",
    "That page number is not an integer": "Số trang phải là số nguyên",
    "That page number is less than 1": "Số trang phải từ 1 trở lên",
    "That page contains no results": "Trang này không có mục nào",
    "Forbidden": "Không được phép",
    "Messages": "Thông báo",
}

# Sentences that English counts; Vietnamese has one form for every number.
COUNTED = {
    "Please correct the error below.": "Hãy sửa lỗi bên dưới.",
    "This password is too short. It must contain at least %d character.": "Mật khẩu quá ngắn, cần ít nhất %d ký tự.",
    "entry": "mục",
    "Please submit at most %(num)d form.": "Chỉ được gửi nhiều nhất %(num)d dòng.",
    "Please submit at least %(num)d form.": "Phải gửi ít nhất %(num)d dòng.",
    "%(num)d year": "%(num)d năm",
    "%(num)d month": "%(num)d tháng",
    "%(num)d week": "%(num)d tuần",
    "%(num)d day": "%(num)d ngày",
    "%(num)d hour": "%(num)d giờ",
    "%(num)d minute": "%(num)d phút",
}

# What the admin's scripts say: dates, and the two boxes of a many-to-many field.
SCRIPT_WORDS = {
    'Choose %s by selecting them and then select the "Choose" arrow button.': "Đánh dấu %s rồi bấm mũi tên “Chọn”.",
    "Available %s": "%s có thể chọn",
    "Chosen %s": "%s đã chọn",
    "Choose all %s": "Chọn tất cả %s",
    "Choose selected %s": "Chọn %s đã đánh dấu",
    "Remove selected %s": "Bỏ %s đã đánh dấu",
    'Remove %s by selecting them and then select the "Remove" arrow button.': "Đánh dấu %s rồi bấm mũi tên “Bỏ”.",
    "Type into this box to filter down the list of selected %s.": "Gõ vào đây để lọc danh sách %s đã chọn.",
    "(click to clear)": "(bấm để bỏ lọc)",
    "Remove all %s": "Bỏ tất cả %s",
    "%s selected option not visible": "%s lựa chọn đang bị lọc khuất",
    "%s selected options not visible": "%s lựa chọn đang bị lọc khuất",
    "Sunday": "Chủ Nhật",
    "Monday": "Thứ Hai",
    "Tuesday": "Thứ Ba",
    "Wednesday": "Thứ Tư",
    "Thursday": "Thứ Năm",
    "Friday": "Thứ Sáu",
    "Saturday": "Thứ Bảy",
    "Sun": "CN",
    "Mon": "T2",
    "Tue": "T3",
    "Wed": "T4",
    "Thur": "T5",
    "Fri": "T6",
    "Sat": "T7",
}


class _Catalogue:
    """What DjangoTranslation.merge() expects of another translation."""

    _fallback = None

    def __init__(self, words, counted):
        self._catalog = words | {(english, 0): sentence for english, sentence in counted.items()}

    @staticmethod
    def plural(number):
        return 0


def teach() -> None:
    """Add our sentences to Django's Vietnamese; saying them twice changes nothing."""
    trans_real.translation("vi").merge(_Catalogue(WORDS, COUNTED))


def name_links() -> None:
    """Pages that ask before deleting list the rows between two tables, in English: "Article-target relationship"."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.auto_created:
            model._meta.verbose_name = model._meta.verbose_name_plural = "liên kết"
            model.__str__ = _both_ends


def _both_ends(link):
    return " – ".join(str(getattr(link, field.name)) for field in link._meta.fields if field.is_relation)
