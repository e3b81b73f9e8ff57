/* Offers back what desk-kept.js kept of this form: when it was typed, what differs, to take it back or to drop it. */
(() => {
  const kept = window.deskKept;
  if (!kept) return;
  const { form } = kept;
  const LEFT_OVER = "Chưa lấy lại được hết, nên bản chưa lưu vẫn được giữ. Phần còn khác ở ngay dưới; hãy chép tay rồi bấm «Bỏ».";

  const element = (name, words, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = words;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const labelOf = (name) => {
    const field = form.elements[name]?.length && !form.elements[name].tagName ? form.elements[name][0] : form.elements[name];
    const label = field?.getAttribute?.("aria-label") || field?.labels?.[0]?.textContent;
    return (label || name).replace(/[:*]\s*$/, "").trim();
  };
  const grouped = (fields) => {
    const found = new Map();
    for (const [name, value] of fields) found.set(name, [...(found.get(name) ?? []), value]);
    return found;
  };
  const words = (value) => {
    if (!/<[a-z][^>]*>/i.test(value)) return value;
    const read = new DOMParser().parseFromString(value.replace(/<(?:\/(?:p|li|h[2-4]|tr|figcaption|blockquote)|br)[^>]*>/gi, "$&\n"), "text/html");
    return read.body.textContent;
  };
  const lines = (values) => values.flatMap((value) => words(value).split("\n")).map((line) => line.trim()).filter(Boolean);
  const isFact = (name) => !["opening", "seen", "signature"].includes(name) && !name.endsWith("-seen") && !name.startsWith("merge_");

  function differing(fields) {
    const [now, then] = [grouped(kept.typed()), grouped(fields)];
    return [...new Set([...now.keys(), ...then.keys()])].filter(isFact)
      .map((name) => [name, lines(now.get(name) ?? []), lines(then.get(name) ?? [])])
      .filter(([, here, there]) => here.join("\n") !== there.join("\n"));
  }

  function show(box, fields) {
    box.replaceChildren();
    for (const [name, here, there] of differing(fields)) {
      box.append(element("p", labelOf(name), { class: "kept-offer__label" }));
      for (const [title, own, other] of [["Bản chưa lưu", there, here], ["Đang ở trang này", here, there]]) {
        const left = own.filter((line) => !other.includes(line));
        box.append(element("p", title, { class: "kept-offer__whose" }));
        const shown = left.length ? left : [own.length ? "(không có gì khác)" : "(để trống)"];
        shown.forEach((line) => box.append(element("p", line, { class: "kept-offer__line" })));
      }
    }
    box.hidden = false;
  }

  function choose(field, values) {
    for (const option of field.options) option.selected = values.includes(option.value);
    for (const value of values) {
      // A box that is filled by searching holds only what was chosen.
      if (![...field.options].some((option) => option.value === value)) field.add(new Option(value, value, true, true));
    }
  }

  function fill(field, values) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.tagName === "SELECT") choose(field, values);
    else if (field.type !== "file" && values.length) field.value = values[0];
    const editor = window.CKEDITOR?.instances[field.id];
    if (editor) editor.setData(field.value, { callback: () => field.dispatchEvent(new Event("input", { bubbles: true })) });
  }

  /* A page just opened lacks the rows that were added to it by «Thêm …»: the same buttons add them again. */
  function addRows(then) {
    for (const total of form.querySelectorAll("input[name$='-TOTAL_FORMS']")) {
      const add = document.getElementById(total.name.replace(/TOTAL_FORMS$/, "group"))?.querySelector(".add-row a");
      const missing = Number(then.get(total.name)?.[0] ?? 0) - Number(total.value);
      for (let row = 0; add && row < missing; row += 1) add.click();
    }
  }

  /* With what it stood on: where somebody saved meanwhile, saving tells so and lets the texts be put together. */
  function takeBack(fields) {
    const then = grouped(fields);
    addRows(then);
    for (const field of form.elements) {
      const isOurs = field.name && !["csrfmiddlewaretoken", "form_key", "kept"].includes(field.name);
      if (!isOurs || field.type === "submit" || field.type === "button") continue;
      fill(field, then.get(field.name) ?? []);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer(one) {
    const panel = element("section", "", { class: "kept-offer", "aria-label": "Bản chưa lưu" });
    const said = element("p", `Bản chưa lưu lúc ${kept.clock(one.at)}.`, { role: "status", tabindex: "-1" });
    const box = element("div", "", { class: "kept-offer__difference", tabindex: "0", role: "region", "aria-label": "Khác gì" });
    box.hidden = true;
    const button = (name, does) => {
      const made = element("button", name, { type: "button", class: "button" });
      made.addEventListener("click", does);
      return made;
    };
    const done = (sentence) => {
      panel.replaceChildren(element("p", sentence, { role: "status", tabindex: "-1" }));
      panel.firstChild.focus();
    };
    panel.append(
      said,
      button("Xem khác gì", () => show(box, one.fields)),
      button("Lấy lại", async () => {
        takeBack(one.fields);
        await kept.keep().catch(() => {});
        if (differing(one.fields).length) {
          said.textContent = LEFT_OVER;
          show(box, one.fields);
          return said.focus();
        }
        // The former copy goes only where this page's own now stands in its place.
        if (kept.stored().includes(kept.place + kept.id)) kept.remove(one.name);
        return done("Đã lấy lại bản chưa lưu. Hãy đọc lại rồi lưu.");
      }),
      button("Bỏ", () => {
        kept.remove(one.name);
        done("Đã bỏ bản chưa lưu.");
      }),
      box,
    );
    form.before(panel);
  }

  async function look() {
    const held = new Set(((await navigator.locks?.query())?.held ?? []).map(({ name }) => name));
    const names = kept.stored().filter((name) => name.startsWith(kept.place) && !name.endsWith(`:${kept.id}`));
    for (const name of names.filter((one) => !held.has(`desk-kept:${one.split(":").pop()}`))) {
      const one = await kept.open(name);
      if (!one) continue;
      if (differing(one.fields).length) offer(one);
      else kept.remove(name);
    }
  }

  // The editor writes its text in its own spelling once it is ready.
  const ready = () => look().catch(() => {});
  if (window.CKEDITOR && form.querySelector("textarea[data-type=ckeditortype]")) CKEDITOR.on("instanceReady", ready);
  else ready();
})();
