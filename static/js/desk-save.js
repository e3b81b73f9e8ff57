/* Before a long form of the desk is sent: is the network there, is the same person still signed in? If not, it says so, or
   asks to sign in beside the text, second step included, and goes on. One press of a button sends once. */
(() => {
  const kept = window.deskKept;
  if (!kept) return;
  const { form, owner } = kept;
  const { still, signIn } = document.querySelector("meta[name=desk-keeper]").dataset;
  let isChecked = false;
  let isSending = false;

  const element = (name, words, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = words;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const told = element("p", "", { class: "errornote", role: "alert", tabindex: "-1" });
  told.hidden = true;
  form.append(told);

  function stop(sentence) {
    isSending = false;
    told.textContent = sentence;
    told.hidden = !sentence;
    if (sentence) told.focus();
  }

  const OTHER = (name) =>
    `Trình duyệt này đang đăng nhập với tài khoản ${name}, còn nội dung này do một tài khoản khác viết, nên chưa lưu. Ai viết thì đăng nhập lại rồi lưu.`;
  const NO_NETWORK = "Không có mạng hoặc máy chủ không trả lời, nên chưa lưu được. Chữ anh/chị gõ vẫn còn ở đây; hãy thử lại khi có mạng.";

  function go(token, button) {
    form.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
    stop("");
    isSending = true;
    isChecked = true;
    form.requestSubmit(button);
    isChecked = false;
    // Should the page still stand here by then, the button works again.
    setTimeout(() => (isSending = false), 15_000);
  }

  function decide(answer, button, ask) {
    if (answer.owner === owner) go(answer.token, button);
    else if (answer.owner) stop(OTHER(answer.name));
    else ask();
  }

  async function send(button) {
    await kept.keep().catch(() => {});
    try {
      const answer = await fetch(still, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
      decide(await answer.json(), button, () => askToSignIn(button));
    } catch {
      stop(NO_NETWORK);
    }
  }

  // Before any other script hears of it: what is only asked is not yet sent.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || isChecked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isSending) return;
    isSending = true;
    send(event.submitter);
  }, true);
  window.addEventListener("pageshow", () => (isSending = false));

  /* The pages of signing in, shown in a dialog: theirs is the form, theirs are the sentences. */
  async function askToSignIn(button) {
    const dialog = element("dialog", "", { class: "sign-in-again", "aria-labelledby": "sign-in-again-title" });
    const box = element("div", "");
    const close = element("button", "Để sau", { type: "button", class: "button" });
    close.addEventListener("click", () => dialog.close());
    dialog.append(
      element("h2", "Đăng nhập lại để lưu tiếp", { id: "sign-in-again-title" }),
      element("p", "Phiên đăng nhập đã kết thúc. Chữ anh/chị gõ vẫn còn nguyên; đăng nhập xong là lưu tiếp."),
      box,
      close,
    );
    // The browser tells of the closing later, when a text that is being sent may already be on its way.
    let isOver = false;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (!isOver) stop("Chưa lưu: phiên đăng nhập đã kết thúc. Bấm lưu lần nữa để đăng nhập lại.");
    });
    document.body.append(dialog);

    const end = () => {
      isOver = true;
      dialog.close();
      dialog.remove();
    };
    const done = (answer) => {
      end();
      decide(answer, button, () => stop(NO_NETWORK));
    };
    const failed = () => {
      end();
      stop(NO_NETWORK);
    };
    const show = async (response) => {
      if (response.headers.get("Content-Type")?.startsWith("application/json")) return done(await response.json());
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      // A server that is too busy to ask says so on a page without a form, or on one that is not the desk's.
      const inner = page.querySelector("#content-main") ?? element("p", (page.querySelector("main") ?? page.body).textContent.trim());
      const asked = inner.querySelector("form");
      const sentences = [...page.querySelectorAll(".errornote")].filter((one) => !inner.contains(one));
      own(inner);
      const address = asked?.getAttribute("action") || response.url;
      asked?.addEventListener("submit", (event) => {
        event.preventDefault();
        fetch(address, { method: "POST", body: new FormData(asked) }).then(show).catch(failed);
      });
      box.replaceChildren(...sentences.map((one) => document.importNode(one, true)), inner);
      if (!dialog.open) dialog.showModal();
      (inner.querySelector("input:not([type=hidden])") ?? close).focus();
      showPasskeys(inner);
      return null;
    };
    fetch(signIn).then(show).catch(failed);
  }

  /* Names of fields must not meet those of the form behind. Nothing here leads away from the text. */
  function own(inner) {
    inner.removeAttribute("id");
    inner.querySelectorAll("a").forEach((link) => link.remove());
    for (const one of inner.querySelectorAll("[id]")) one.id = `again-${one.id}`;
    for (const name of ["for", "aria-describedby"]) {
      for (const one of inner.querySelectorAll(`[${name}]`)) one.setAttribute(name, `again-${one.getAttribute(name)}`);
    }
  }

  function showPasskeys(inner) {
    const tell = () => document.dispatchEvent(new CustomEvent("passkey:shown"));
    const { passkeyScript } = document.querySelector("meta[name=desk-keeper]").dataset;
    if (!inner.querySelector("[data-passkey]")) return;
    if (document.querySelector("script[data-passkeys]")) return tell();
    const script = element("script", "", { src: passkeyScript, "data-passkeys": "" });
    document.head.append(script);
  }
})();
