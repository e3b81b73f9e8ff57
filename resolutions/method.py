"""What the method page says of each verdict, a sentence each; tests/resolutions/test_method.py holds it true."""

from resolutions import progress
from resolutions.plot import amount
from resolutions.progress import Verdict

ON_TRACK, SLOW = amount(progress.ON_TRACK_FROM, 4), amount(progress.SLOW_FROM, 4)

RULES = {
    Verdict.EXCEEDED: "Năm đích đã qua: tốt hơn mức đề ra.",
    Verdict.MET: "Năm đích đã qua: đúng mức đề ra, trong khoảng đề ra, hoặc vượt qua mốc “trên”, “dưới”; mốc hoàn "
    "thành trong hạn và hạn đã qua.",
    Verdict.NOT_MET: "Năm đích đã qua: không tới mức đề ra; mốc hoàn thành sau hạn.",
    Verdict.EARLY: "Năm đích chưa qua: đã tới mức đề ra, hoặc mốc đã hoàn thành trước hạn.",
    Verdict.ON_TRACK: f"Năm đích chưa qua: K từ {ON_TRACK}, hoặc bình quân đang giữ được mức đề ra.",
    Verdict.SLOW: f"Năm đích chưa qua: K từ {SLOW} đến dưới {ON_TRACK}; bình quân hoặc tổng đã vượt giới hạn "
    "nhưng các năm còn lại vẫn kéo về được.",
    Verdict.UNLIKELY: f"Năm đích chưa qua: K từ 0 đến dưới {SLOW}; hoặc giới hạn không còn giữ được.",
    Verdict.ADVERSE: "Năm đích chưa qua: K âm, lùi khỏi mức chỉ cần giữ, hoặc mỗi năm một xa giới hạn hơn.",
    Verdict.OVERDUE: "Mốc đã quá hạn mà chưa ghi nhận hoàn thành.",
    Verdict.NOT_ASSESSED: "Luôn kèm lý do: đối tượng không còn, chỉ tiêu định tính, không xếp hướng tốt xấu, hoặc "
    "không đủ để xếp tiến độ.",
    Verdict.INSUFFICIENT: "Năm đích đã qua, có số liệu nhưng thiếu số của năm đích, của cả nhiệm kỳ hoặc của "
    "một số năm; hoặc một phần của chỉ tiêu chưa có kết quả.",
    Verdict.NO_DATA: "Chưa có số liệu cả năm nào; mốc chưa đến hạn, chưa ghi nhận hoàn thành.",
}
