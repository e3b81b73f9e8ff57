/* What is pasted goes through the server, which knows Word, LibreOffice, Google Docs, Zalo and PDF readers; its report and
   its offers stand below the editor. Without an answer the editor does with the paste what it always did. */
(() => {
  if (!window.CKEDITOR) return;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const SECONDS = 15;

  async function ask(editor, pasted, chosen) {
    const body = new FormData();
    const name = pasted.html ? "html" : "text";
    body.set(name, new Blob([pasted.html || pasted.text], { type: "text/plain" }), `${name}.txt`);
    chosen.forEach((code) => body.append("chon", code));
    const numbers = [...editor.editable().$.querySelectorAll("ol.notes > li[id]")].map((item) => Number(item.id.split("-").pop()));
    body.set("chu_thich", String(Math.max(0, ...numbers)));
    const answer = await fetch(editor.config.pasteUrl, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    return answer.json();
  }

  const element = (name, words, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = words;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  function panelOf(editor) {
    const panel = element("div", "", { class: "paste-told", role: "status" });
    panel.hidden = true;
    editor.container.$.after(panel);
    return panel;
  }

  function clear(panel) {
    panel.replaceChildren();
    panel.hidden = true;
  }

  function say(panel, parts) {
    panel.replaceChildren(...parts);
    panel.hidden = !parts.length;
  }

  function tell(editor, panel, pasted, answer, chosen) {
    const parts = answer.told.map(({ name, sentences }) => element("p", `${name}: ${sentences.join(" ")}`));
    if (answer.offers.some(({ code }) => code === "unicode")) {
      answer.samples.forEach(([before, after]) => parts.push(element("p", `«${before}» → «${after}»`, { class: "paste-told__sample" })));
    }
    const after = editor.getData();
    answer.offers.forEach(({ code, words }) => {
      const button = element("button", words, { type: "button", class: "button" });
      button.addEventListener("click", () => again(editor, panel, pasted, [...chosen, code], after));
      parts.push(button);
    });
    pasted.pictures.forEach((address, place) => {
      parts.push(window.pastedPictures.row(editor, address, place + 1, token));
    });
    if (parts.length) {
      const close = element("button", "Đóng", { type: "button", class: "button" });
      close.addEventListener("click", () => clear(panel));
      parts.push(close);
    }
    say(panel, parts);
  }

  // The offer is for what was just pasted; once something else was typed it no longer holds.
  async function again(editor, panel, pasted, chosen, after) {
    if (editor.getData() !== after) {
      say(panel, [element("p", "Nội dung đã thay đổi sau khi dán. Hãy xóa phần vừa dán rồi dán lại.")]);
      return;
    }
    try {
      const answer = await ask(editor, pasted, chosen);
      if (!("html" in answer)) throw new Error(answer.refusal);
      editor.execCommand("undo");
      insert(editor, answer.html);
      tell(editor, panel, pasted, answer, chosen);
    } catch {
      say(panel, [element("p", "Chưa làm được; phần vừa dán vẫn như cũ.")]);
    }
  }

  function insert(editor, html) {
    editor.focus();
    editor.fire("saveSnapshot");
    editor.insertHtml(html);
    editor.fire("saveSnapshot");
    // A note belongs behind all other words, wherever the paste went.
    editor.fire("change");
  }

  function listen(editor) {
    if (!editor.config.pasteUrl) return;
    const panel = panelOf(editor);

    editor.on("paste", (event) => {
      const { data } = event;
      const isOwn = data.dataTransfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL;
      if (data.isAnswered || isOwn) return;
      // Of words without markup, or asked for without it, the editor has made up its mind already.
      const html = data.type === "text" ? "" : data.dataTransfer.getData("text/html", true);
      const pasted = { ...window.pastedPictures.taken(html), text: data.dataTransfer.getData("text/plain") };
      if (!pasted.html && !/\n/.test(pasted.text.trim())) return;
      event.cancel();
      const ranges = editor.getSelection()?.getRanges();
      say(panel, [element("p", "Đang đọc phần dán…")]);
      const asBefore = (sentence) => {
        if (sentence) say(panel, [element("p", sentence)]);
        else clear(panel);
        editor.fire("paste", { ...data, isAnswered: true });
      };
      ask(editor, pasted, [])
        .then((answer) => {
          if (!("html" in answer)) return asBefore(answer.refusal);
          if (ranges?.length) editor.getSelection().selectRanges(ranges);
          insert(editor, answer.html);
          return tell(editor, panel, pasted, answer, []);
        })
        .catch(() => asBefore(""));
    }, null, null, 1);
  }

  CKEDITOR.on("instanceReady", ({ editor }) => listen(editor));
})();
