"""Words of the benchmark's articles: enough of them, and real, so that an index meets a real vocabulary."""


def _lines(text):
    return [line.strip() for line in text.strip().splitlines()]


SECTIONS = {
    "thoi-su": "Thời sự",
    "xay-dung-dang": "Xây dựng Đảng",
    "kinh-te": "Kinh tế",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
    "nong-thon-moi": "Nông thôn mới",
    "quoc-phong-an-ninh": "Quốc phòng - An ninh",
    "giao-duc": "Giáo dục",
    "y-te": "Y tế",
}
# The first holds half of all, so that its five-hundredth page is there from 20.000 articles on.
WEIGHTS = [52, 12, 10, 8, 7, 5, 3, 3]

PLACES = _lines("""
    Mường La
    Mộc Châu
    Vân Hồ
    Sông Mã
    Sốp Cộp
    Thuận Châu
    Quỳnh Nhai
    Phù Yên
    Bắc Yên
    Mai Sơn
    Yên Châu
    thành phố
    Chiềng Cọ
    Chiềng Đen
    Nà Sản
    Tà Xùa
    Cò Nòi
    Ngọc Chiến
    Mường Giôn
    Nậm Giôn
    Xím Vàng
    Chiềng Khoa
    Lóng Luông
    Phiêng Khoài
""")
WHO = _lines("""
    Ban Thường vụ Huyện ủy
    Đảng ủy xã
    Chi bộ bản
    Ủy ban nhân dân tỉnh
    Hội đồng nhân dân huyện
    Mặt trận Tổ quốc các cấp
    Hội Nông dân tỉnh
    Hội Liên hiệp Phụ nữ
    Đoàn Thanh niên
    Hội Cựu chiến binh
    Liên đoàn Lao động
    Sở Nông nghiệp và Môi trường
    Sở Giáo dục và Đào tạo
    Sở Y tế
    Sở Xây dựng
    Đoàn kiểm tra của tỉnh
    Tổ công nghệ số cộng đồng
    Hợp tác xã dịch vụ nông nghiệp
    Các hộ trồng cà phê
    Bà con vùng lòng hồ
    Đồng bào dân tộc Thái
    Đồng bào dân tộc Mông
    Trường phổ thông dân tộc bán trú
    Bệnh viện đa khoa khu vực
    Đồn biên phòng
    Lực lượng dân quân tự vệ
    Ban quản lý dự án
    Các doanh nghiệp chế biến
    Người có uy tín trong bản
    Đảng viên trẻ ở cơ sở
""")
DID = _lines("""
    đã hoàn thành
    đang khẩn trương triển khai
    tập trung chỉ đạo
    tổ chức sơ kết
    tổ chức tổng kết
    ra mắt mô hình
    phát động phong trào
    rà soát và bổ sung
    công khai kết quả
    phối hợp thực hiện
    đề xuất giải pháp đẩy nhanh
    kiểm tra, giám sát
    dành nguồn lực cho
    tháo gỡ khó khăn trong
    nhân rộng cách làm hay về
    hướng dẫn nhân dân tham gia
    lấy ý kiến góp ý vào
    thống nhất kế hoạch
    không chủ quan trước
    chủ động thích ứng với
    khen thưởng điển hình trong
    đối thoại với người dân về
    báo cáo tiến độ
    đăng ký chỉ tiêu
    quyết liệt thúc đẩy
    cam kết giữ vững
""")
WHAT = _lines("""
    xây dựng nông thôn mới nâng cao
    chuyển đổi cơ cấu cây trồng trên đất dốc
    trồng cây ăn quả theo hướng hữu cơ
    chuỗi liên kết tiêu thụ nông sản
    vùng nguyên liệu cà phê đặc sản
    giao đất gắn với giao rừng
    bảo vệ rừng đầu nguồn sông Đà
    nuôi cá lồng trên lòng hồ thủy điện
    du lịch cộng đồng ở các bản vùng cao
    cải cách thủ tục hành chính
    dịch vụ công trực tuyến toàn trình
    chuyển đổi số ở cấp xã
    giải ngân vốn đầu tư công
    tuyến cao tốc nối vùng
    đường giao thông đến trung tâm xã
    nước sạch cho các bản xa
    xóa nhà tạm, nhà dột nát
    giảm nghèo bền vững
    đào tạo nghề cho lao động nông thôn
    sắp xếp, tinh gọn tổ chức bộ máy
    công tác cán bộ và luân chuyển cán bộ
    kết nạp đảng viên mới
    sinh hoạt chi bộ theo chuyên đề
    học tập và làm theo tấm gương đạo đức
    giữ gìn chữ viết và làn điệu dân ca
    nghệ thuật xòe và tiếng khèn
    phổ cập giáo dục mầm non
    chăm sóc sức khỏe ban đầu
    tiêm chủng mở rộng
    phòng, chống thiên tai, sạt lở đất
    phòng, chống tội phạm ma túy
    thế trận quốc phòng toàn dân
    quản lý cột mốc, đường biên
    thu ngân sách trên địa bàn
    cấp nước tưới cho cây cà phê
    chế biến sâu quả nhãn, quả xoài
""")
HOW = _lines("""
    ngay từ những tháng đầu năm
    theo tinh thần nghị quyết đại hội
    với sự đồng thuận cao của nhân dân
    bằng nguồn vốn lồng ghép
    đúng tiến độ đã đề ra
    vượt kế hoạch cả năm
    trong điều kiện thời tiết khắc nghiệt
    từ những việc nhỏ nhất
    lấy người dân làm trung tâm
    gắn trách nhiệm của người đứng đầu
    không để ai bị bỏ lại phía sau
    và chưa có dấu hiệu dừng lại
    dù kinh phí còn hạn chế
    ở những địa bàn đặc biệt khó khăn
    trước ngày khai giảng năm học mới
    sau hơn hai năm kiên trì
    mỗi tuần một việc, mỗi tháng một kết quả
    nhờ cách làm bài bản
    qua ba đợt cao điểm
    theo phương châm dân biết, dân bàn, dân làm
""")
THEN = _lines("""
    Kết quả bước đầu được cấp trên ghi nhận.
    Nhiều hộ đã có thu nhập ổn định hơn trước.
    Bài học rút ra là phải bám sát cơ sở.
    Phần việc còn lại sẽ xong trong quý tới.
    Cách làm ấy không mới nhưng hợp lòng dân.
    Những vướng mắc về mặt bằng cơ bản được giải quyết.
    Từ bản xa đến trung tâm xã nay chỉ còn nửa giờ xe máy.
    Ý kiến của nhân dân được tiếp thu và trả lời công khai.
    Chỉ tiêu năm nay cao hơn năm trước nhưng không dàn trải.
    Mọi khoản đóng góp đều được ghi sổ và niêm yết.
    Tổ giám sát cộng đồng theo dõi từng hạng mục.
    Không khí thi đua lan đến từng chi bộ.
""")

COMMON, RARE, OLD = "không", "Phanxipăng", "Khuổi Nậm"
PHRASE = "phát triển nhanh và bền vững"
RARE_SENTENCE = f"Đoàn đã đến {RARE} để học cách làm du lịch của tỉnh bạn."
PHRASE_SENTENCE = f"Mục tiêu chung là {PHRASE} trên cả ba vùng kinh tế."
OLD_SENTENCE = f"Bản {OLD} khi ấy còn chưa có đường ô tô."
PLANTED = 10
"""So many articles beside the oldest ones get OLD_SENTENCE while the bench measures; no other has it."""
