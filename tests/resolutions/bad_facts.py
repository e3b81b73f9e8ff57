"""What can be wrong with one place of a good facts file, and what the loader has to say about it."""

from typing import NamedTuple

TARGET = "targets_xv.items[grdp_per_capita]"


class Fault(NamedTuple):
    """`new` stands where `old` stood; `at` is a piece of the line to be named, if it is not that of `new`."""

    old: str
    new: str
    key: str
    sentence: str
    at: str | None = None


FAULTS = (
    # wrong type
    Fault(
        "value: 60,",
        "value: sáu mươi,",
        f"{TARGET}.target.value",
        "phải là số (dấu chấm trước phần thập phân), đang là «sáu mươi».",
    ),
    Fault(
        "value: 60,",
        'value: "60",',
        f"{TARGET}.target.value",
        "phải là số (dấu chấm trước phần thập phân), đang là «60».",
    ),
    Fault("value: 60,", "value: 60.12345,", f"{TARGET}.target.value", "có quá 4 chữ số thập phân."),
    Fault("value: 60,", "value: 12345678901234567,", f"{TARGET}.target.value", "lớn quá 16 chữ số."),
    Fault(
        "value: 60,",
        "value: .inf,",
        f"{TARGET}.target.value",
        "phải là số (dấu chấm trước phần thập phân), đang là «.inf».",
    ),
    Fault(
        "value: 60,", "value: [60],", f"{TARGET}.target.value", "phải là một giá trị, không phải danh sách hay nhóm."
    ),
    Fault(
        "{year: 2025, value",
        "{year: hai nghìn, value",
        f"{TARGET}.target.year",
        "phải là số nguyên, đang là «hai nghìn».",
    ),
    Fault("{year: 2025, value", "{year: 202, value", f"{TARGET}.target.year", "phải từ 1930 đến 2100, đang là 202."),
    Fault(
        "name: GRDP bình quân đầu người",
        "name: 12",
        f"{TARGET}.name",
        "phải là chữ, đang là «12» (hãy đặt trong ngoặc kép).",
    ),
    Fault("name: GRDP bình quân đầu người", 'name: "  "', f"{TARGET}.name", "không được để trống."),
    Fault("unit: triệu đồng", f"unit: {'x' * 61}", f"{TARGET}.unit", "dài quá 60 chữ."),
    Fault("theme: {value", "theme: [x]\n  motto: {value", "congress_xv.theme", "phải là một nhóm «khóa: giá trị»."),
    # null where a value is needed
    Fault("unit: triệu đồng", "unit: null", f"{TARGET}.unit", "không được để trống."),
    Fault("value: 45.2,", "value: null,", f"{TARGET}.actuals[2021].value", "không được để trống."),
    Fault(
        'source: "https://baosonla.vn/2021"', "source: null", f"{TARGET}.actuals[2021].source", "không được để trống."
    ),
    # words that are none of ours
    Fault(
        "kind: end_of_term",
        "kind: average",
        f"{TARGET}.kind",
        "loại chỉ tiêu «average» không có trong danh sách: annual_average, end_of_term, term_total, "
        "average_rate, average_change, level, total, count, maintain, milestone, qualitative.",
    ),
    Fault(
        "direction: higher_better",
        "direction: up",
        f"{TARGET}.direction",
        "hướng «up» không có trong danh sách: higher_better, lower_better, range, neutral.",
    ),
    Fault(
        'status: estimate, source: "https://baosonla.vn/2021"',
        'status: ước, source: "https://baosonla.vn/2021"',
        f"{TARGET}.actuals[2021].status",
        "trạng thái «ước» không có trong danh sách: actual, estimate, preliminary, official, partial.",
    ),
    Fault(
        'operator: "="',
        'operator: "=>"',
        f"{TARGET}.target.operator",
        "phép so sánh «=>» không có trong danh sách: =, ≈, >=, >, <=, <, range.",
    ),
    Fault(
        "- key: grdp_per_capita",
        "- key: GRDP",
        "targets_xv.items[GRDP].key",
        "«GRDP» không phải mã (chữ thường không dấu, số, gạch dưới).",
    ),
    Fault(
        "- key: grdp_per_capita",
        "- key: grdp_per_capita\n      code: GRDP bình quân",
        f"{TARGET}.code",
        "«GRDP bình quân» không phải mã (chữ thường không dấu, số, gạch dưới).",
        at="code:",
    ),
    Fault(
        "- key: grdp_per_capita",
        "- key: grdp_per_capita\n      code: co-cau-kinh-te",
        f"{TARGET}.code",
        "mã «co-cau-kinh-te» dành cho chỉ tiêu nhiều phần.",
        at="code:",
    ),
    # impossible days
    Fault(
        "date: 2022-06-06",
        "date: 2022-06-31",
        "party_documents[22-NQ/TU].date",
        "«2022-06-31» không phải một ngày có thật, viết dạng 2020-09-25.",
    ),
    Fault(
        "date: 2022-06-06",
        "date: 06/06/2022",
        "party_documents[22-NQ/TU].date",
        "«06/06/2022» không phải một ngày có thật, viết dạng 2020-09-25.",
    ),
    Fault("date: 2022-06-06", "date: 1022-06-06", "party_documents[22-NQ/TU].date", "năm phải từ 1930 đến 2100."),
    Fault(
        'as_of: "2021-12-31"',
        'as_of: "2021-13"',
        f"{TARGET}.actuals[2021].as_of",
        "«2021-13» không phải năm, tháng hoặc ngày có thật, ví dụ 2024-12.",
    ),
    # things that do not fit together
    Fault("group: economic\n", "group: social\n", f"{TARGET}.group", "lĩnh vực «social» không có trong groups."),
    Fault("implements: xv", "implements: xiv", "party_documents[22-NQ/TU].implements", "tệp không có đại hội «xiv»."),
    Fault("  key: xv\n", "  key: xiv\n", "congress_xv.key", "phải trùng với tên khối, «xv»."),
    Fault(
        'value: 60, operator: "="',
        "value: 60, operator: range, value_min: 50, value_max: 70",
        f"{TARGET}.target.value",
        "không đi cùng phép so sánh «range».",
    ),
    Fault(
        "kind: end_of_term",
        "kind: annual_average",
        f"{TARGET}.unit",
        "chỉ tiêu bình quân phải tính bằng % hoặc điểm phần trăm.",
        at="unit: triệu",
    ),
    Fault(
        "date: 2022-06-06",
        "date: null",
        "party_documents[22-NQ/TU].date",
        "chưa rõ ngày thì phải có năm (year).",
        at="- {number: 22",
    ),
    Fault(
        "number: 22-NQ/TU",
        "number: 22",
        "party_documents[22].type",
        "không đoán được thể loại từ số, ký hiệu; hãy ghi type.",
        at="- {number: 22",
    ),
    Fault("plans:", "partials:", f"{TARGET}.partials[2024].period", "thiếu khóa này.", at="- {year: 2024"),
)
