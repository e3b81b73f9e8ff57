"""May this step happen to a figure? Its states and the table of steps. Pure."""

from enum import StrEnum

from desk.steps import Step, Table

ENTER = "resolutions.add_observation"
APPROVE = "resolutions.approve_observation"
VIEW_INTERNAL = "resolutions.view_internal_document"

OWN_FIGURE = "Anh/chị không tự duyệt được số liệu do mình nhập; cần một người khác duyệt."
APPROVED_ALREADY = "Số liệu này đã được duyệt."
RETURNED_ALREADY = "Số liệu này đã được trả lại cho người nhập; cần sửa và gửi lại trước khi duyệt."
WITHDRAWN_ALREADY = "Số liệu này đã bị thu hồi."
NOT_APPROVED = "Chỉ thu hồi được số liệu đã duyệt."
REASON_NEEDED = "Hãy nêu lý do thu hồi."


class State(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


TABLE = Table(
    own=OWN_FIGURE,
    edited=OWN_FIGURE,  # whoever corrects a waiting figure stands behind it from then on
    steps={
        "approve": Step(
            name="Duyệt số liệu",
            address="duyet",
            sources=frozenset({State.WAITING}),
            target=State.APPROVED,
            permission=APPROVE,
            refusal=APPROVED_ALREADY,
            refusals={State.WITHDRAWN: WITHDRAWN_ALREADY, State.RETURNED: RETURNED_ALREADY},
            done="Đã duyệt số liệu «{}».",
            four_eyes=True,
            follows=("Sau khi duyệt, con số này được tính và hiện cho bạn đọc.",),
        ),
        "send_back": Step(
            name="Trả lại người nhập",
            address="tra-lai",
            sources=frozenset({State.WAITING}),
            target=State.RETURNED,
            permission=APPROVE,
            refusal=APPROVED_ALREADY,
            refusals={State.WITHDRAWN: WITHDRAWN_ALREADY, State.RETURNED: RETURNED_ALREADY},
            done="Đã trả lại số liệu «{}».",
            note="Cần sửa gì",
            note_refusal="Hãy ghi cần sửa gì để người nhập biết.",
            follows=("Người nhập thấy lời nhắn này, sửa số liệu rồi gửi duyệt lại.",),
        ),
        "withdraw": Step(
            name="Thu hồi số liệu",
            address="thu-hoi",
            sources=frozenset({State.APPROVED}),
            target=State.WITHDRAWN,
            permission=APPROVE,
            refusal=NOT_APPROVED,
            refusals={State.WITHDRAWN: WITHDRAWN_ALREADY},
            done="Đã thu hồi số liệu «{}».",
            note="Lý do thu hồi",
            note_refusal=REASON_NEEDED,
            follows=("Số liệu bị thu hồi không còn được tính; lịch sử vẫn giữ con số và lý do.",),
        ),
    },
)
