/* Keeps what is being typed into the long forms of the desk in this browser, closed by a key that only a page of the same
   account holds, and offers it back. Gone after a save, at sign-out, when another account comes, and after seven days.
   Where the browser has no room or forbids it, the page works as ever. */
(() => {
  const keeper = document.querySelector("meta[name=desk-keeper]");
  const PREFIX = "desk-kept:";
  const DAYS = 7;
  const MOST = 20;
  const LONGEST = 1_500_000;
  const PAUSE = 800;
  const FIELD = "kept";
  const NEVER = new Set(["csrfmiddlewaretoken", "form_key", FIELD]);

  const stored = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [];
    }
  };
  const remove = (name) => {
    try {
      localStorage.removeItem(name);
    } catch {
      // Forbidden: then nothing was kept either.
    }
  };
  const headOf = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name)).at;
    } catch {
      return 0;
    }
  };

  document.getElementById("logout-form")?.addEventListener("submit", () => stored().forEach(remove));
  if (!keeper) return;

  const { owner, key: secret } = keeper.dataset;
  const mine = `${PREFIX}${owner}:`;

  function tidy() {
    const saved = /(?:^|; )kept_saved=([0-9a-f]{16})/.exec(document.cookie)?.[1];
    const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
    for (const name of stored()) {
      const at = headOf(name);
      if (!name.startsWith(mine) || !(at > oldest) || (saved && name.endsWith(`:${saved}`))) remove(name);
    }
    const left = stored().sort((one, other) => headOf(other) - headOf(one));
    left.slice(MOST).forEach(remove);
  }
  tidy();

  const form = document.querySelector("#content-main form[data-keep]")
    ?? document.querySelector("#content-main form[method=post] textarea")?.closest("form");
  const isSecret = keeper.dataset.keeps === "no" || form?.querySelector("[type=password]");
  if (!form || isSecret || !window.crypto?.subtle) return;

  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const place = mine + location.pathname + location.search + ":";
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const key = crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  // Letter by letter: a long text as arguments of one call would fill the stack.
  const toText = (buffer) => Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  const fromText = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

  const number = document.createElement("input");
  Object.assign(number, { type: "hidden", name: FIELD, value: id });
  form.querySelector("input[name=kept]")?.remove();
  form.append(number);
  // While this page is open no other one offers its text; a page that was killed lets go by itself.
  navigator.locks?.request(PREFIX + id, () => new Promise(() => {}));

  const state = document.createElement("p");
  state.className = "kept-state";
  form.append(state);

  function typed() {
    const found = [];
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !NEVER.has(name) && !/password/.test(name)) found.push([name, value]);
    }
    return found;
  }
  const two = (number) => String(number).padStart(2, "0");
  function clock(moment) {
    const at = new Date(moment);
    return `${two(at.getHours())}:${two(at.getMinutes())}, ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
  }

  async function seal(fields) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(fields)));
    return { at: Date.now(), iv: btoa(toText(iv)), text: btoa(toText(closed)) };
  }
  async function open(name) {
    try {
      const { at, iv, text } = JSON.parse(localStorage.getItem(name));
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromText(atob(iv)) }, await key, fromText(atob(text)));
      return { name, at, fields: JSON.parse(new TextDecoder().decode(opened)) };
    } catch {
      remove(name);
      return null;
    }
  }

  let last = "";
  async function keep() {
    const fields = typed();
    const now = JSON.stringify(fields);
    if (now === last) return;
    last = now;
    const closed = JSON.stringify(await seal(fields));
    try {
      if (closed.length > LONGEST) throw new Error("too long");
      localStorage.setItem(place + id, closed);
      state.textContent = `Chữ đang gõ được giữ trên máy này (${clock(Date.now())}), chưa lưu vào hệ thống.`;
    } catch {
      state.textContent = "Máy này không giữ được chữ đang gõ; hãy lưu thường xuyên.";
    }
  }

  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => keep().catch(() => {}), PAUSE);
  };
  const listen = () => {
    // A page that came back with errors holds words that are saved nowhere.
    if (document.querySelector(".errornote:not([hidden]), .errorlist")) soon();
    else last = JSON.stringify(typed());
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    document.addEventListener("visibilitychange", () => document.hidden && keep().catch(() => {}));
    if (window.CKEDITOR) {
      const follow = (editor) => editor.on("change", soon);
      Object.values(CKEDITOR.instances).forEach(follow);
      CKEDITOR.on("instanceReady", ({ editor }) => follow(editor));
    }
  };

  window.deskKept = { form, typed, remove, place, id, owner, stored, open, clock, keep };
  listen();
})();
