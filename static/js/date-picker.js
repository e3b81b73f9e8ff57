/* A calendar beside each field of a day: the date picker dialog of the ARIA practices.
   The field stays as it is, and without this script one types the day.
   data-day may name the field of the same form from whose day an empty one starts. */
(function () {
  "use strict";

  const fields = document.querySelectorAll("[data-day]");
  if (!fields.length || typeof HTMLDialogElement !== "function") return;

  // A day is the number of its midnight in UTC, where no clock is ever put forward or back.
  const DAY = 24 * 60 * 60 * 1000;
  // What search/page/form.py accepts.
  const FIRST = Date.UTC(1900, 0, 1);
  const LAST = Date.UTC(2100, 11, 31);
  const WEEK = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"];
  const SHORT = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
  const HINT =
    "Phím mũi tên chuyển ngày; Page Up, Page Down chuyển tháng, thêm Shift chuyển năm; Enter chọn.";

  const isOurs = (day) => day >= FIRST && day <= LAST;
  const iso = (day) => new Date(day).toISOString().slice(0, 10);
  const typed = (day) => iso(day).split("-").reverse().join("/");
  const sinceMonday = (day) => (new Date(day).getUTCDay() + 6) % 7;

  function month(day) {
    const date = new Date(day);
    return `Tháng ${date.getUTCMonth() + 1} năm ${date.getUTCFullYear()}`;
  }

  function words(day) {
    return `${WEEK[sinceMonday(day)]}, ${new Date(day).getUTCDate()} ${month(day).toLowerCase()}`;
  }

  /* The day in that text, or null: the same four ways of writing as vietnamese.parse_date. */
  function read(text) {
    const ours = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
    const parts = ours ? ours.slice(1).reverse() : /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim())?.slice(1);
    if (!parts) return null;
    const [year, number, date] = parts.map(Number);
    const day = Date.UTC(year, number - 1, date);
    // Date takes 31/02 for 03/03, and the year 99 for 1999.
    const isReal = iso(day) === parts.map((part) => part.padStart(2, "0")).join("-");
    return isReal && isOurs(day) ? day : null;
  }

  /* Today in Việt Nam, wherever the reader's own clock is set. British dates are written like ours. */
  function today() {
    return read(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh" }).format()) ?? LAST;
  }

  /* 31/01 and one month is 28/02, or 29/02 in a leap year. */
  function later(day, months) {
    const date = new Date(day);
    const [year, number] = [date.getUTCFullYear(), date.getUTCMonth() + months];
    const last = new Date(Date.UTC(year, number + 1, 0)).getUTCDate();
    return Date.UTC(year, number, Math.min(date.getUTCDate(), last));
  }

  const MOVES = {
    ArrowLeft: (day) => day - DAY,
    ArrowRight: (day) => day + DAY,
    ArrowUp: (day) => day - 7 * DAY,
    ArrowDown: (day) => day + 7 * DAY,
    Home: (day) => day - sinceMonday(day) * DAY,
    End: (day) => Math.min(day + (6 - sinceMonday(day)) * DAY, LAST),
    PageUp: (day, isYear) => later(day, isYear ? -12 : -1),
    PageDown: (day, isYear) => later(day, isYear ? 12 : 1),
  };

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...children);
    return made;
  }

  const button = (text, look) => make("button", { type: "button", class: `button ${look}` }, text);

  function turn(name, months) {
    const look = `date-picker__turn date-picker__turn--${months < 0 ? "back" : "on"}`;
    const made = make("button", { type: "button", class: look, "aria-label": name, title: name });
    made.dataset.months = months;
    return made;
  }

  const heading = make("h2", { class: "date-picker__month", id: "date-picker-month", "aria-live": "polite" });
  const turns = [turn("Năm trước", -12), turn("Tháng trước", -1), turn("Tháng sau", 1), turn("Năm sau", 12)];
  const head = WEEK.map((name, place) => make("th", { scope: "col", abbr: name }, SHORT[place]));
  const weeks = make("tbody", {});
  const grid = make(
    "table",
    { class: "date-picker__grid", role: "grid", "aria-labelledby": heading.id },
    make("thead", {}, make("tr", {}, ...head)),
    weeks,
  );
  const said = make("p", { class: "date-picker__day-in-words", id: "date-picker-day" });
  const hint = make("p", { class: "date-picker__hint", "aria-live": "polite" });
  const now = button("Hôm nay", "button--quiet date-picker__now");
  const cancel = button("Thôi", "button--quiet");
  const accept = button("Chọn", "");
  const dialog = make(
    "dialog",
    { class: "date-picker", "aria-label": "Chọn ngày" },
    make(
      "div",
      { class: "date-picker__sheet" },
      make("div", { class: "date-picker__head" }, heading, ...turns),
      make("div", { class: "date-picker__weeks" }, grid),
      said,
      hint,
      make("div", { class: "date-picker__buttons" }, now, cancel, accept),
    ),
  );
  accept.setAttribute("aria-describedby", said.id);

  let field = null;
  let chosen = null;
  let here = null;
  let isPressedOutside = false;

  const cell = (day) => weeks.querySelector(`[data-date="${iso(day)}"]`);

  function makeCell(day, current) {
    const made = make("td", { class: "date-picker__day", tabindex: -1, "data-date": iso(day) });
    made.textContent = new Date(day).getUTCDate();
    if (day === chosen) made.setAttribute("aria-selected", "true");
    if (day === current) made.setAttribute("aria-current", "date");
    return made;
  }

  function makeWeeks(day) {
    const first = day - (new Date(day).getUTCDate() - 1) * DAY;
    const next = later(first, 1);
    const current = today();
    const made = [];
    for (let monday = first - sinceMonday(first) * DAY; monday < next; monday += 7 * DAY) {
      const days = WEEK.map((_, place) => monday + place * DAY);
      const cells = days.map((each) => (each >= first && each < next ? makeCell(each, current) : make("td", {})));
      made.push(make("tr", {}, ...cells));
    }
    return made;
  }

  /* Makes that day the one that Tab, Enter and «Chọn» are about. */
  function show(day) {
    const isHeld = weeks.contains(document.activeElement);
    if (heading.textContent !== month(day)) {
      heading.textContent = month(day);
      weeks.replaceChildren(...makeWeeks(day));
    }
    weeks.querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
    cell(day).setAttribute("tabindex", "0");
    here = day;
    said.textContent = words(day);
    turns.forEach(function (each) {
      each.disabled = !isOurs(later(day, Number(each.dataset.months)));
    });
    // A button that has just been switched off would leave the keyboard nowhere.
    if (isHeld || document.activeElement?.disabled || document.activeElement === document.body) cell(day).focus();
  }

  function choose(day) {
    field.value = typed(day);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    dialog.close();
  }

  function open(nextField, opener) {
    field = nextField;
    chosen = read(field.value);
    const start = field.value.trim() ? null : field.form?.elements[field.dataset.day];
    // Drawn afresh: another field has another chosen day, and midnight may have passed.
    heading.textContent = "";
    show(chosen ?? (start ? read(start.value) : null) ?? today());
    // Where the browser puts the focus back when the dialog closes; not every browser gives it to a button that is clicked.
    opener.focus();
    dialog.showModal();
    cell(here).focus();
  }

  weeks.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isChoice = event.key === "Enter" || event.key === " ";
    if (!isChoice && !(event.key in MOVES)) return;
    event.preventDefault();
    if (!isChoice) {
      const next = MOVES[event.key](here, event.shiftKey);
      if (isOurs(next)) show(next);
    } else if (!event.repeat) {
      // The key that opened the dialog may still be held down.
      choose(here);
    }
  });
  weeks.addEventListener("click", function (event) {
    const day = event.target.closest("[data-date]");
    if (day) choose(read(day.dataset.date));
  });
  weeks.addEventListener("focusin", () => (hint.textContent = HINT));
  weeks.addEventListener("focusout", function (event) {
    if (!weeks.contains(event.relatedTarget)) hint.textContent = "";
  });

  turns.forEach(function (each) {
    each.addEventListener("click", () => show(later(here, Number(each.dataset.months))));
  });
  now.addEventListener("click", function () {
    show(today());
    cell(here).focus();
  });
  cancel.addEventListener("click", () => dialog.close());
  accept.addEventListener("click", () => choose(here));

  // The sheet covers the dialog, so what hits the dialog itself is the backdrop; a drag that ends there is no click.
  dialog.addEventListener("mousedown", function (event) {
    isPressedOutside = event.target === dialog;
  });
  dialog.addEventListener("click", function (event) {
    if (isPressedOutside && event.target === dialog) dialog.close();
  });
  document.body.append(dialog);

  fields.forEach(function (input, place) {
    const label = input.labels[0];
    const made = make("button", { type: "button", class: "date-picker__open", "aria-haspopup": "dialog" });

    function name() {
      const day = read(input.value);
      made.setAttribute("aria-label", day === null ? "Chọn ngày" : `Đổi ngày, ${words(day)}`);
    }

    // Two such buttons stand side by side: the label tells them apart.
    if (label) {
      label.id = label.id || `date-picker-label-${place}`;
      made.setAttribute("aria-describedby", label.id);
    }
    made.addEventListener("click", () => open(input, made));
    input.addEventListener("input", name);
    input.addEventListener("change", name);
    // Going back restores what was typed without telling the field.
    window.addEventListener("pageshow", name);
    name();
    input.after(made);
  });
})();
