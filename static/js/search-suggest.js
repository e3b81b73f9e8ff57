/* Suggests titles while one types in the search form: the combobox pattern of the ARIA practices.
   Without this script the form searches as it is. */
(function () {
  "use strict";

  document.querySelectorAll("[data-suggest]").forEach(function (box) {
    const input = box.querySelector("input");
    const list = document.createElement("ul");
    let items = [];
    let chosen = -1;
    let waiting = null;
    let asking = null;

    list.className = "suggestions";
    list.id = input.id + "_suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Tiêu đề gợi ý");
    list.hidden = true;
    box.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(position) {
      const options = list.children;
      chosen = (position + options.length) % options.length;
      Array.from(options).forEach(function (option, place) {
        option.setAttribute("aria-selected", String(place === chosen));
      });
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }

    function option(item, place) {
      const line = document.createElement("li");
      const meta = document.createElement("span");
      line.className = "suggestions__item";
      line.id = list.id + "_" + place;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.append(item.title + " ");
      meta.className = "meta";
      meta.textContent = [item.kind, item.date].filter(Boolean).join(" · ");
      line.append(meta);
      // Pressing must not take the focus from the field, which would close the list before the click; releasing
      // elsewhere takes the press back.
      line.addEventListener("mousedown", (event) => event.preventDefault());
      line.addEventListener("click", () => window.location.assign(item.url));
      return line;
    }

    function show(found) {
      items = found;
      list.replaceChildren(...found.map(option));
      list.hidden = found.length === 0;
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    function ask() {
      const words = input.value.trim();
      if (asking) asking.abort();
      if (words.length < 2) return close();
      asking = new AbortController();
      fetch(box.dataset.suggest + "?q=" + encodeURIComponent(input.value), { signal: asking.signal })
        .then(function (answer) {
          return answer.ok ? answer.json() : { items: [] };
        })
        .then(function (answer) {
          if (document.activeElement === input) show(answer.items);
        })
        .catch(function () {});
      return undefined;
    }

    input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" && !list.hidden) {
        event.preventDefault();
        choose(chosen + 1);
      } else if (event.key === "ArrowUp" && !list.hidden) {
        event.preventDefault();
        choose(chosen < 0 ? items.length - 1 : chosen - 1);
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        window.location.assign(items[chosen].url);
      }
    });
  });
})();
