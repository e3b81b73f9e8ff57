/* The editor's words where its Vietnamese is missing, wrong, or calls things otherwise than the rest of the desk. */
(() => {
  if (!window.CKEDITOR) return;

  const TO_PASTE = "Nhấn %1 để dán. Trình duyệt này không cho dán bằng nút hay trình đơn.";
  const WORDS = {
    application: "Trình soạn thảo",
    editorPanel: "Bảng chọn của trình soạn thảo",
    common: {
      url: "Địa chỉ",
      cancel: "Thôi",
      confirmCancel: "Có chỗ đã sửa mà chưa nhận. Anh/chị muốn đóng hộp này?",
      confirmNewPage: "Những gì chưa lưu sẽ mất. Anh/chị muốn mở trang mới?",
    },
    notification: { closed: "Đã đóng lời báo." },
    toolbar: { toolbarExpand: "Mở rộng thanh công cụ", toolbarGroups: { clipboard: "Sao chép, hoàn tác" } },
    clipboard: {
      pasteNotification: TO_PASTE,
      pasteMsg: "Hãy dán vào ô dưới đây rồi bấm «Đồng ý».",
      fileFormatNotSupportedNotification: "Không nhận tệp loại ${formats}.",
      fileWithoutFormatNotSupportedNotification: "Không nhận loại tệp này.",
    },
    pastetext: { pasteNotification: TO_PASTE },
    pastefromword: { confirmCleanup: "Chỗ dán có định dạng của Word. Anh/chị muốn bỏ định dạng ấy trước khi dán?" },
    contextmenu: { options: "Trình đơn bổ sung" },
    filetools: {
      loadError: "Không đọc được tệp.",
      networkError: "Mất kết nối khi đang tải tệp lên.",
      httpError404: "Không tải tệp lên được: không có nơi nhận (404).",
      httpError403: "Không tải tệp lên được: không có quyền (403).",
      httpError: "Không tải tệp lên được (lỗi %1).",
      noUrlError: "Chưa có nơi nhận tệp tải lên.",
      responseError: "Máy chủ trả lời không đúng.",
    },
    uploadwidget: {
      abort: "Đã thôi tải tệp lên.",
      doneOne: "Đã tải tệp lên.",
      doneMany: "Đã tải lên %1 tệp.",
      uploadOne: "Đang tải tệp lên ({percentage}%)…",
      uploadMany: "Đang tải tệp lên, xong {current} trong {max} tệp ({percentage}%)…",
    },
    fakeobjects: { iframe: "Khung nhúng" },
    widget: { label: "Khối %1" },
    // The levels are called as the checklist calls them.
    format: {
      tag_p: "Đoạn văn",
      tag_address: "Địa chỉ",
      tag_h1: "Đề mục cấp 1",
      tag_h2: "Đề mục cấp 2",
      tag_h3: "Đề mục cấp 3",
      tag_h4: "Đề mục cấp 4",
      tag_h5: "Đề mục cấp 5",
      tag_h6: "Đề mục cấp 6",
    },
    image: {
      alt: "Mô tả bằng lời",
      button2Img: "Anh/chị muốn đổi nút bằng ảnh này thành ảnh?",
      img2Button: "Anh/chị muốn đổi ảnh này thành nút bằng ảnh?",
    },
    link: {
      displayText: "Chữ hiện ra",
      download: "Tải về máy",
      noTel: "Hãy nhập số điện thoại",
      noUrl: "Hãy nhập địa chỉ của liên kết",
      phoneNumber: "Số điện thoại",
      toPhone: "Điện thoại",
      toUrl: "Địa chỉ trang",
      anchor: { errorWhitespace: "Tên của điểm neo không có dấu cách" },
    },
    table: { heightUnit: "đơn vị chiều cao", cell: { columnHeader: "Đầu cột", rowHeader: "Đầu hàng" } },
  };
  /* Those of dialogs that bring a file of words with them when they open for the first time. */
  const BROUGHT = {
    a11yhelp: {
      legend: {
        0: {
          items: {
            1: {
              name: "Hộp thoại",
              legend:
                "Trong hộp thoại, nhấn TAB để đến phần tiếp theo, SHIFT+TAB để về phần trước, ENTER để nhận, ESC để thôi. Hộp có nhiều thẻ thì ALT+F10 đưa đến hàng thẻ, MŨI TÊN PHẢI và MŨI TÊN TRÁI chuyển thẻ. Đóng hộp thì trở về chỗ đang soạn.",
            },
            2: { name: "Trình đơn ngữ cảnh" },
          },
        },
        1: {
          items: {
            0: { name: "Hoàn tác" },
            1: { name: "Làm lại" },
            10: {
              name: "Dán chữ trơn",
              legend: "Nhấn ${pastetext}",
              legendEdge: "Nhấn ${pastetext}, rồi ${paste}",
            },
          },
        },
      },
      equalSign: "Dấu bằng",
      openBracket: "Dấu ngoặc vuông mở",
      closeBracket: "Dấu ngoặc vuông đóng",
      singleQuote: "Dấu nháy đơn",
    },
    specialchar: { ndash: "Gạch ngang ngắn", mdash: "Gạch ngang dài", hellip: "Dấu ba chấm", not: "Dấu phủ định" },
  };

  function lay(words, table) {
    for (const [name, value] of Object.entries(words)) {
      if (typeof value === "string") table[name] = value;
      else if (table[name]) lay(value, table[name]);
    }
  }

  CKEDITOR.on("instanceCreated", ({ editor }) => editor.on("langLoaded", () => lay(WORDS, editor.lang)));
  const { plugins } = CKEDITOR;
  const setLang = plugins.setLang;
  plugins.setLang = function (plugin, language, words) {
    if (language === "vi" && BROUGHT[plugin]) lay(BROUGHT[plugin], words);
    return setLang.call(this, plugin, language, words);
  };
})();
