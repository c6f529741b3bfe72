/* What the page does beyond Gradio: the passage behind a number, copying, the drawer, the dark.
   Text goes in as text, never as markup. */
(() => {
  "use strict";
  const MESSAGE_LENGTH = 2000;
  const GRADES = {
    "meta-analysis": "Meta-analysis", guideline: "Guideline", trial: "Trial",
    "small-study": "Small study", "expert-practice": "Expert practice", opinion: "Opinion",
  };

  const make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  };
  const squeeze = (text) => text.replace(/\s+/g, " ").trim();

  /* The dark: the system's choice until the visitor makes one. */
  const isDark = () => document.body.classList.contains("dark");
  const paint = (dark) => {
    document.body.classList.toggle("dark", dark);
    const button = document.getElementById("gb-theme");
    if (!button) return;
    const label = dark ? "Light" : "Dark";
    if (button.textContent.trim() !== label) button.textContent = label;
    button.setAttribute("aria-label", `Switch to ${label.toLowerCase()} colours`);
  };
  const chosen = () => {
    try { return localStorage.getItem("gb-theme"); } catch { return null; }
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => paint(chosen() ? chosen() === "dark" : system.matches);
  const switchTheme = () => {
    const dark = !isDark();
    try { localStorage.setItem("gb-theme", dark ? "dark" : "light"); } catch { /* asked again */ }
    paint(dark);
  };
  system.addEventListener("change", repaint);

  /* The drawer of conversations on a phone. */
  const shade = make("button");
  shade.id = "gb-shade";
  shade.type = "button";
  shade.setAttribute("aria-label", "Close the list of conversations");
  const drawerOpen = () => document.body.classList.contains("gb-drawer");
  const setDrawer = (open) => {
    document.body.classList.toggle("gb-drawer", open);
    const button = document.getElementById("gb-menu");
    if (button) button.setAttribute("aria-expanded", String(open));
    if (open) document.getElementById("gb-new")?.focus();
    else if (button?.offsetParent) button.focus();
  };

  /* The passage behind a number. */
  const dialog = make("dialog", "gb-dialog");
  dialog.setAttribute("aria-labelledby", "gb-dialog-title");
  let opener = null;
  const link = (text, address) => {
    const anchor = make("a", "", text);
    anchor.href = address;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    return anchor;
  };
  const head = (number, path, title) => {
    const box = make("div", "gb-dialog-head");
    const heading = make("h2");
    heading.id = "gb-dialog-title";
    heading.append(make("span", "gb-dialog-path", path), `[${number}] ${title}`);
    const close = make("button", "gb-dialog-close", "Close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    box.append(heading, close);
    return box;
  };
  const dayOf = (date) => {
    const format = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Date(`${date}T00:00:00Z`).toLocaleDateString("en-GB", format);
  };
  const studyItem = (study) => {
    const item = make("li");
    item.append(
      make("span", `gb-grade gb-grade-${study.grade}`, GRADES[study.grade] || study.grade),
      `${study.citation} `,
    );
    if (study.url) item.append(link(study.doi ? `doi ${study.doi}` : "Open", study.url));
    return item;
  };
  const passageBody = (passage, cited) => {
    const body = make("div", "gb-dialog-body");
    const text = make("p");
    for (const line of passage.lines) {
      text.append(make(cited.includes(squeeze(line.text)) ? "mark" : "span", "", line.text), " ");
    }
    body.append(text);
    if (passage.studies.length) {
      const list = make("ul");
      list.append(...passage.studies.map(studyItem));
      body.append(make("h3", "", passage.studies.length > 1 ? "The studies" : "The study"), list);
    }
    const foot = make("p", "gb-dialog-foot");
    const about = [passage.author, passage.date && dayOf(passage.date)].filter(Boolean);
    foot.append(about.join(" · "));
    if (passage.url) foot.append(about.length ? " · " : "", link("Read the article", passage.url));
    if (foot.childNodes.length) body.append(foot);
    return body;
  };
  const keptBody = (kept) => {
    const body = make("div", "gb-dialog-body");
    const why = "This passage has changed or gone since. What was quoted then:";
    body.append(make("p", "gb-dialog-foot", why), make("p", "", kept || "Nothing was kept."));
    return body;
  };
  /* The sentences that carry a number: the text before it, back to the numbers before. */
  const citedText = (answer, number) => {
    const cited = [];
    for (const block of answer.querySelectorAll(":scope > p, :scope > ul > li, :scope > ol > li")) {
      let text = "";
      let closed = false;
      for (const node of block.childNodes) {
        const mark = node.classList?.contains("gb-cite");
        if (!mark && closed && squeeze(node.textContent)) [text, closed] = ["", false];
        if (!mark) text += node.textContent;
        else closed = true;
        if (mark && node.textContent === `[${number}]`) cited.push(text);
      }
    }
    return squeeze(cited.join(" "));
  };
  const sourceOf = (answer, number) => {
    const items = [...answer.querySelectorAll(".gb-sources li")];
    return items.find((item) => item.querySelector(".gb-number")?.textContent === number);
  };
  const show = (...parts) => {
    dialog.replaceChildren(...parts);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.querySelector(".gb-dialog-close").focus();
  };
  const fetchPassage = async (id) => {
    const reply = await fetch(`/api/passage/${encodeURIComponent(id)}`);
    return reply.ok ? reply.json() : null;
  };
  const cite = async (anchor) => {
    const [, number, id] = /^#cite-(\d+)-(.+)$/.exec(anchor.getAttribute("href")) || [];
    const answer = anchor.closest(".gb-answer");
    if (!number || !answer) return;
    opener = anchor;
    const source = sourceOf(answer, number);
    let passage = null;
    try { passage = await fetchPassage(id); } catch { passage = null; }
    if (passage) {
      const title = passage.section || passage.title;
      const path = passage.section ? passage.title : "";
      show(head(number, path, title), passageBody(passage, citedText(answer, number)));
    } else {
      const title = source?.querySelector(".gb-source")?.textContent || "Source";
      show(head(number, "", title), keptBody(source?.querySelector(".gb-snippet")?.textContent));
    }
  };
  dialog.addEventListener("close", () => opener?.isConnected && opener.focus());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  /* Copying an answer, with its sources spelled out. */
  const plain = (answer) => {
    const blocks = [...answer.querySelectorAll(":scope > p, :scope > ul > li, :scope > ol > li")];
    const text = blocks.map((block) => squeeze(block.textContent)).join("\n\n");
    const sources = [...answer.querySelectorAll(".gb-sources li")].map((item) => {
      const part = (name) => item.querySelector(name)?.textContent || "";
      const about = [part(".gb-source"), part(".gb-about"), part(".gb-grade")].filter(Boolean);
      return `[${part(".gb-number")}] ${about.join(" · ")}`;
    });
    return [text, ...sources].join("\n");
  };
  const toClipboard = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = make("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const copyAnswer = async (button) => {
    try {
      await toClipboard(plain(button.closest(".gb-answer")));
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select the text to copy it";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  /* How much still fits, once it matters. */
  const count = (box) => {
    let label = document.getElementById("gb-count");
    if (!label) {
      label = make("span");
      label.id = "gb-count";
      label.setAttribute("role", "status");
      document.getElementById("gb-box")?.append(label);
    }
    const length = box.value.length;
    label.toggleAttribute("data-over", length > MESSAGE_LENGTH);
    const words = `${length.toLocaleString("en")} of ${MESSAGE_LENGTH.toLocaleString("en")} characters`;
    label.textContent = length > MESSAGE_LENGTH * 0.8 ? words : "";
  };

  /* A new question goes to the top, so that its answer is read from its first sentence. */
  let lastQuestion = "";
  const makeRoom = (log, last, count) => {
    const wrap = last.parentElement;
    const used = wrap.lastElementChild.getBoundingClientRect().bottom - last.getBoundingClientRect().top;
    const room = count > 1 ? Math.max(32, log.clientHeight - used - 24) : 32;
    if (Math.abs(parseFloat(wrap.style.paddingBottom || "0") - room) > 1) {
      wrap.style.paddingBottom = `${room}px`;
    }
  };
  const follow = () => {
    const log = document.querySelector('#gb-chat [role="log"]');
    const rows = document.querySelectorAll("#gb-chat .user-row");
    const last = rows[rows.length - 1];
    const mark = last ? `${rows.length} ${last.textContent}` : "";
    if (log && last) makeRoom(log, last, rows.length);
    if (mark === lastQuestion) return;
    lastQuestion = mark;
    if (!last || !log) return;
    requestAnimationFrame(() => {
      const above = last.getBoundingClientRect().top - log.getBoundingClientRect().top;
      log.scrollTop += above - 16;
    });
  };

  /* What a screen reader hears: the text itself, not its markup, and news without hurry. */
  const describe = () => {
    for (const message of document.querySelectorAll('#gb-chat [data-testid="bot"][aria-label]')) {
      message.removeAttribute("aria-label");
    }
    document.querySelector('#gb-chat .examples[role="list"]')?.removeAttribute("role");
    for (const [id, name] of [["gb-notice", "status"], ["gb-status", "status"]]) {
      const element = document.getElementById(id);
      if (element && !element.hasAttribute("role")) element.setAttribute("role", name);
    }
    const landmarks = [["gb-side", "navigation", "Your conversations"], ["gb-main", "region", "Chat"]];
    for (const [id, role, label] of landmarks) {
      const element = document.getElementById(id);
      if (!element || element.hasAttribute("role")) continue;
      element.setAttribute("role", role);
      element.setAttribute("aria-label", label);
    }
  };

  const actions = [
    ['a[href^="#cite-"]', cite],
    [".gb-copy", copyAnswer],
    ["#gb-theme", switchTheme],
    ["#gb-menu", () => setDrawer(!drawerOpen())],
    ["#gb-shade", () => setDrawer(false)],
  ];
  document.addEventListener("click", (event) => {
    for (const [selector, act] of actions) {
      const element = event.target.closest?.(selector);
      if (!element) continue;
      event.preventDefault();
      event.stopPropagation();
      act(element);
      return;
    }
    if (drawerOpen() && event.target.closest?.("#gb-new, #gb-list label")) setDrawer(false);
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawerOpen()) setDrawer(false);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("#gb-box textarea")) count(event.target);
  });
  const settle = () => {
    describe();
    follow();
    const box = document.querySelector("#gb-box textarea");
    if (box && !box.value && document.getElementById("gb-count")) count(box);
    if (document.getElementById("gb-theme") && !settle.painted) {
      settle.painted = true;
      repaint();
    }
  };
  new MutationObserver(settle).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"],
  });
  document.body.append(shade, dialog);
  settle();
})();
