/* The checklist follows the typing: a while after the last letter the server looks at what is there; nothing is saved.
   The foot says that there are unsaved words. */
(() => {
  const list = document.querySelector("[data-check-url]");
  const form = document.getElementById("article_form");
  if (!list || !form) return;

  const PAUSE = 2000;
  const stand = document.querySelector("[data-stand]");
  const inFoot = document.querySelector("[data-stand-found]");
  let timer = 0;
  let asked = null;

  function tell(piece) {
    list.replaceChildren(...piece.childNodes);
    const counted = list.querySelector("[data-counted]").dataset.counted;
    document.querySelectorAll("span[data-counted], a[data-counted]").forEach((place) => (place.textContent = counted));
    inFoot.hidden = !list.querySelector(".found__one");
  }

  async function look() {
    asked?.abort();
    asked = new AbortController();
    Object.values(window.CKEDITOR ? CKEDITOR.instances : {}).forEach((editor) => editor.updateElement());
    try {
      const answer = await fetch(list.dataset.checkUrl, { method: "POST", body: new FormData(form), signal: asked.signal });
      if (!answer.ok || answer.redirected) return;
      tell(new DOMParser().parseFromString(await answer.text(), "text/html").body);
    } catch {
      // The list stays as it was; saving says the same.
    }
  }

  function typed() {
    if (!stand.dataset.typed) {
      stand.dataset.typed = "yes";
      stand.textContent = stand.textContent.replace(/^[^·]*/, "Có chữ chưa lưu ");
    }
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  }

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  if (window.CKEDITOR) CKEDITOR.on("instanceReady", ({ editor }) => editor.on("change", typed));
})();
