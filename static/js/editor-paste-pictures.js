/* Pictures that came along inside a paste: each is described, goes into the library and stands where the cursor is.
   Used by editor-paste.js. */
(() => {
  const KINDS = { "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp" };
  const MOST = 20;

  /* The markup without the pictures' bytes, and those that the library takes. A parsed document loads nothing. */
  function taken(html) {
    const found = new DOMParser().parseFromString(html, "text/html");
    const addresses = [...found.querySelectorAll("img[src^='data:image/']")].map((image) => image.getAttribute("src"));
    const pictures = [...new Set(addresses)].filter((address) => kindOf(address)).slice(0, MOST);
    return { html: html.replace(/(src\s*=\s*["']?)data:[^"'\s>]+/gi, "$1data:,"), pictures };
  }

  function kindOf(address) {
    const [, kind] = /^data:([a-z/]+);base64,/.exec(address) || [];
    return KINDS[kind] && kind;
  }

  function fileOf(address) {
    const kind = kindOf(address);
    const letters = atob(address.slice(address.indexOf(",") + 1).replace(/\s/g, ""));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return new File([bytes], `anh-dan.${KINDS[kind]}`, { type: kind });
  }

  async function keep(editor, address, words, token) {
    const body = new FormData();
    body.set("upload", fileOf(address));
    body.set("alt", words);
    const answer = await fetch(editor.config.imageUploadUrl, { method: "POST", body, headers: { "X-CSRFToken": token } });
    return answer.json();
  }

  function put(editor, url, words) {
    const image = new CKEDITOR.dom.element("img");
    image.setAttributes({ src: url, alt: words });
    editor.focus();
    editor.fire("saveSnapshot");
    editor.insertElement(image);
    editor.fire("saveSnapshot");
  }

  /* One row of the panel: the picture, its words, a button, and what went wrong. */
  function row(editor, address, number, token) {
    const asked = document.createElement("div");
    asked.className = "paste-told__picture";
    const id = `paste-picture-${Date.now()}-${number}`;
    const image = Object.assign(document.createElement("img"), { src: address, alt: `Ảnh ${number} trong phần dán` });
    const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: `Mô tả ảnh ${number} bằng lời` });
    const box = Object.assign(document.createElement("input"), { id, type: "text", maxLength: 300 });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    button.textContent = `Đưa ảnh ${number} vào thư viện và chèn ở con trỏ`;
    const said = document.createElement("p");
    button.addEventListener("click", async () => {
      if (!box.value.trim()) {
        said.textContent = "Hãy mô tả ảnh bằng lời trước.";
        box.focus();
        return;
      }
      button.disabled = true;
      try {
        const answer = await keep(editor, address, box.value, token());
        if (!answer.uploaded) throw new Error(answer.error.message);
        put(editor, answer.url, box.value);
        asked.remove();
      } catch (error) {
        said.textContent = error.message || "Chưa tải ảnh lên được; hãy thử lại.";
        button.disabled = false;
      }
    });
    asked.append(image, label, box, button, said);
    return asked;
  }

  window.pastedPictures = { taken, row };
})();
