/* «Bài viết nói về»: a search box instead of long lists of boxes to tick. Typed with marks or without; what is chosen stays
   in sight. Without script the lists are there as they are. */
(() => {
  const lists = [...document.querySelectorAll(".choices")];
  if (!lists.length) return;

  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
  const choices = lists.flatMap((list) =>
    [...list.querySelectorAll(".choices__choice")].map((choice) => ({
      choice,
      list,
      box: choice.querySelector("input"),
      words: plain(`${choice.textContent} ${choice.closest("details").querySelector("summary").textContent}`),
    })));
  if (!choices.length) return;

  const row = document.createElement("div");
  row.className = "parts-search";
  const label = Object.assign(document.createElement("label"), { htmlFor: "tim-phan" });
  label.textContent = "Tìm chỉ tiêu, khâu đột phá, nhóm nhiệm vụ";
  const box = Object.assign(document.createElement("input"), { id: "tim-phan", type: "search", autocomplete: "off" });
  const said = Object.assign(document.createElement("p"), { className: "parts-search__said" });
  said.setAttribute("role", "status");
  row.append(label, box, said);
  lists[0].closest(".form-row").before(row);

  function show() {
    const words = plain(box.value).split(" ").filter(Boolean);
    let found = 0;
    for (const one of choices) {
      const isFound = words.length > 0 && words.every((word) => one.words.includes(word));
      found += isFound;
      one.choice.hidden = !isFound && !one.box.checked;
    }
    for (const list of lists) {
      list.querySelectorAll(".choices__group").forEach((group) => (group.hidden = !group.querySelector("label:not([hidden])")));
      list.querySelectorAll("details").forEach((part) => {
        part.hidden = !part.querySelector("label:not([hidden])");
        part.open = !part.hidden;
      });
      list.closest(".form-row").hidden = !list.querySelector("label:not([hidden])");
    }
    const chosen = choices.filter((one) => one.box.checked).length;
    said.textContent = words.length ? `${found} mục tìm thấy, ${chosen} mục đã chọn.` : `${chosen} mục đã chọn.`;
  }

  box.addEventListener("input", (event) => {
    // Nothing of the article was typed here.
    event.stopPropagation();
    show();
  });
  box.addEventListener("change", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  choices.forEach((one) => one.box.addEventListener("change", show));
  show();
})();
