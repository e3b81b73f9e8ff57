/* The sheet of a year's figures: Enter and arrows move down the column, a pasted column or block is spread over the rows,
   and what looks like a slip is said while one types. Without script the sheet works, and the slips are said on saving. */
(() => {
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet) return;

  const fields = [...sheet.querySelectorAll("[data-sheet-value]")];
  const refused = sheet.querySelector("[data-sheet-refused]");
  const rowOf = (field) => field.closest("[data-sheet-row]");
  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();

  /* A value that is set here was typed by nobody: what keeps the form (desk-kept.js) hears of it all the same. */
  const tell = () => sheet.dispatchEvent(new Event("input", { bubbles: true }));

  async function check(field) {
    if (!sheet.dataset.sheetCheck) return;
    const said = rowOf(field).querySelector("[data-sheet-said]");
    const body = new FormData();
    body.set("row", rowOf(field).dataset.sheetRow);
    body.set("value", field.value);
    const token = sheet.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(sheet.dataset.sheetCheck, { method: "POST", body, headers: { "X-CSRFToken": token } });
      const told = await answer.json();
      said.textContent = (told.errors || told.said).join(" ");
    } catch {
      // Saving says the same.
      said.textContent = "";
    }
  }

  function move(field, step) {
    const next = fields[fields.indexOf(field) + step];
    if (next) {
      next.focus();
      next.select();
    }
  }

  function refuse(sentence) {
    refused.textContent = sentence;
    refused.hidden = !sentence;
  }

  /* One column goes down from the field; of two columns the first names the target, by its code or its words. */
  function spread(block, start) {
    const lines = block.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const width = Math.max(...lines.map((line) => line.length));
    if (width > 2) return `Khối dán có ${width} cột; hãy dán một cột số, hoặc hai cột gồm mã hay tên chỉ tiêu và số. Chưa dán gì.`;
    const places = width === 1 ? below(lines, start) : named(lines);
    if (typeof places === "string") return places;
    places.forEach(([field, value]) => {
      field.value = value.trim();
      check(field);
    });
    tell();
    return "";
  }

  function below(lines, start) {
    const first = fields.indexOf(start);
    const left = fields.length - first;
    if (lines.length > left) return `Cột dán có ${lines.length} dòng nhưng từ đây chỉ còn ${left} dòng. Chưa dán gì.`;
    return lines.map(([value], number) => [fields[first + number], value]);
  }

  function named(lines) {
    const known = new Map();
    fields.forEach((field) => {
      const { code, wording } = rowOf(field).dataset;
      new Set([plain(code), plain(wording)]).forEach((name) => known.set(name, [...(known.get(name) ?? []), field]));
    });
    const meant = ([name]) => known.get(plain(name)) ?? [];
    const told = (line, words) => `${words.replace("…", `«${line[0].trim()}»`)} Chưa dán gì.`;
    const [lost, unclear] = [lines.find((line) => !meant(line).length), lines.find((line) => meant(line).length > 1)];
    if (lost) return told(lost, "Không có chỉ tiêu … trong bảng.");
    if (unclear) return told(unclear, "Chỉ tiêu … có ở hai dòng của bảng; hãy dùng mã, hoặc dán riêng cột số.");
    const again = lines.find((line, number) => lines.slice(0, number).some((before) => meant(before)[0] === meant(line)[0]));
    if (again) return told(again, "Chỉ tiêu … có hai lần trong khối dán.");
    return lines.map((line) => [meant(line)[0], line[1] ?? ""]);
  }

  /* A block of texts goes right and down over the fields that take one, row by row. */
  function lay(block, start) {
    const lines = block.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    const rows = [...sheet.querySelectorAll("[data-sheet-row]")];
    const left = rows.slice(rows.indexOf(rowOf(start)));
    const cells = (row) => [...row.querySelectorAll("[data-sheet-cell]")];
    const first = cells(left[0]).indexOf(start);
    const width = Math.max(...lines.map((line) => line.length));
    if (lines.length > left.length) return `Khối dán có ${lines.length} dòng nhưng từ đây chỉ còn ${left.length} dòng. Chưa dán gì.`;
    if (width > cells(left[0]).length - first) return `Khối dán có ${width} cột, nhiều hơn số ô từ đây sang phải. Chưa dán gì.`;
    lines.forEach((line, down) => line.forEach((text, right) => {
      cells(left[down])[first + right].value = text.trim();
    }));
    tell();
    return "";
  }

  sheet.querySelectorAll("[data-sheet-cell]").forEach((field) => {
    field.addEventListener("paste", (event) => {
      const block = event.clipboardData.getData("text/plain");
      if (!/[\n\t]/.test(block.trim())) return;
      event.preventDefault();
      refuse(lay(block, field));
    });
  });

  fields.forEach((field) => {
    field.addEventListener("change", () => check(field));
    field.addEventListener("keydown", (event) => {
      const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(field, step);
    });
    if (field.hasAttribute("data-sheet-cell")) return;
    field.addEventListener("paste", (event) => {
      const block = event.clipboardData.getData("text/plain");
      if (!/[\n\t]/.test(block.trim())) return;
      event.preventDefault();
      refuse(spread(block, field));
    });
  });
})();
