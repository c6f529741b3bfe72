/* What the chat does beyond Gradio: copying, the drawer, a place for each question, choices. */
import { make, squeeze } from "./dom.js";

const MESSAGE_LENGTH = 2000;

/* The drawer of conversations on a phone. */
const shade = make("button");
shade.id = "gb-shade";
shade.type = "button";
shade.setAttribute("aria-label", "Close the list of conversations");
document.body.append(shade);
export const drawerOpen = () => document.body.classList.contains("gb-drawer");
export const setDrawer = (open) => {
  document.body.classList.toggle("gb-drawer", open);
  const button = document.getElementById("gb-menu");
  if (button) button.setAttribute("aria-expanded", String(open));
  if (open) document.getElementById("gb-new")?.focus();
  else if (button?.offsetParent) button.focus();
};

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
export const copyAnswer = async (button) => {
  try {
    await toClipboard(plain(button.closest(".gb-answer")));
    button.textContent = "Copied";
  } catch {
    button.textContent = "Select the text to copy it";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
};

/* A choice sends its message, as if it had been typed. */
export const sendChoice = (button) => {
  const box = document.querySelector("#gb-box textarea");
  const message = button.querySelector(".gc-message")?.textContent;
  if (!box || !message || !document.querySelector("#gb-box .submit-button")) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, message);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.querySelector("#gb-box .submit-button")?.click(), 30);
};

/* How much still fits, once it matters. */
export const count = (box) => {
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
const makeRoom = (log, last, rows) => {
  const wrap = last.parentElement;
  const used = wrap.lastElementChild.getBoundingClientRect().bottom - last.getBoundingClientRect().top;
  const room = rows > 1 ? Math.max(32, log.clientHeight - used - 24) : 32;
  if (Math.abs(parseFloat(wrap.style.paddingBottom || "0") - room) > 1) {
    wrap.style.paddingBottom = `${room}px`;
  }
};
export const follow = () => {
  const log = document.querySelector('#gb-chat [role="log"]');
  const rows = document.querySelectorAll("#gb-chat .user-row");
  const last = rows[rows.length - 1];
  if (last && !last.offsetParent) return;
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
export const describe = () => {
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
