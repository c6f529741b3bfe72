/* The Program tab: its view comes from the server, whose templates escape every value. */
import { ask, faultOf, make, sendJson } from "./dom.js";
import { gather, readSync, showFault, clearFaults, goTo } from "./form.js";

let section = null;
let opened = null;
let loading = 0;

const shown = () => section?.querySelector("#gp-result");
const openId = () => shown()?.querySelector(".gs-sheet")?.dataset.id || "";
const say = (words) => {
  const line = section.querySelector(".gp-fault") || make("p", "gp-fault");
  line.setAttribute("role", "alert");
  line.textContent = words;
  (shown() || section).prepend(line);
};

/* `#program` is the tab, `#program/ID` a kept program, `#program-of-ANSWER` one of the chat. */
export const openProgram = async (place, address) => {
  section = place;
  const [, kind, id] = /^#program(\/|-of-)?(.*)$/.exec(address) || [];
  if (opened === address || (!id && opened !== null)) return refreshSaved();
  if (id && id === openId()) { opened = address; return; }
  const query = id ? `?${kind === "/" ? "program" : "answer"}=${encodeURIComponent(id)}` : "";
  const turn = ++loading;
  if (!section.childElementCount) section.append(make("p", "gp-loading", "Opening…"));
  const reply = await ask(`/program/view${query}`);
  if (turn !== loading) return;
  if (!reply.ok) {
    const fault = await faultOf(reply);
    if (id && opened === null) { opened = "#program"; await reload(""); }
    say(fault.words);
    return;
  }
  opened = address;
  await placeView(reply);
  if (id) focusTitle();
};
/* The chat may have added programs since the tab was last seen. */
const refreshSaved = async () => {
  const reply = await ask(`/program/saved?current=${openId()}`);
  const list = section.querySelector("#gp-saved");
  if (reply.ok && list) list.innerHTML = await reply.text();
};
/* Everything of the visitor is gone, so the tab begins anew when it is opened. */
export const forgetPrograms = () => {
  opened = null;
  section?.replaceChildren();
  if (section) loading += 1;
};
const placeView = async (reply) => {
  section.innerHTML = await reply.text();
  section.scrollTop = 0;
  fold();
};
const reload = async (query) => {
  const reply = await ask(`/program/view${query}`);
  if (reply.ok) await placeView(reply);
};
/* On a phone the inputs fold away once there is a program to read. */
const fold = () => {
  const wide = matchMedia("(min-width: 1000px)").matches;
  const inputs = section.querySelector(".gp-inputs");
  if (inputs) inputs.open = wide || !openId();
};
const focusTitle = () => {
  const title = section.querySelector("#gs-title");
  title?.focus({ preventScroll: true });
  section.querySelector("#gp-result")?.scrollIntoView({ block: "start" });
};
const remember = (id) => {
  const address = id ? `#program/${id}` : "#program";
  opened = address;
  history.replaceState(null, "", address);
};

const build = async (form) => {
  clearFaults(form);
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const reply = await sendJson("/program/build", "POST", { fields: gather(form), before: openId() });
    if (!reply.ok) return showFault(form, await faultOf(reply));
    const built = await reply.json();
    shown().innerHTML = built.result;
    if (built.saved) section.querySelector("#gp-saved").innerHTML = built.saved;
    if (built.id) remember(built.id);
    button.textContent = built.id ? "Build it again" : "Build my program";
    fold();
    focusTitle();
  } finally {
    button.disabled = false;
  }
};
const tryExample = (button) => {
  const form = section.querySelector("#gp-form");
  const wanted = {
    days_per_week: button.dataset.days, minutes_per_session: button.dataset.minutes,
    experience: button.dataset.experience, preset: button.dataset.preset,
  };
  for (const [name, value] of Object.entries(wanted)) {
    const radio = form.querySelector(`[name="${name}"][value="${value}"]`);
    if (radio) { radio.checked = true; readSync(radio); }
  }
  build(form);
};

/* The weeks as tabs. */
const pickWeek = (tab, focus) => {
  for (const other of tab.parentElement.children) {
    const here = other === tab;
    other.setAttribute("aria-selected", String(here));
    other.tabIndex = here ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !here;
  }
  if (focus) tab.focus();
  tab.scrollIntoView({ block: "nearest", inline: "nearest" });
};
const stepWeek = (event) => {
  const tab = event.target.closest?.('.gs-tabs [role="tab"]');
  if (!tab) return;
  const all = [...tab.parentElement.children];
  const at = all.indexOf(tab);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  pickWeek(all[(next + all.length) % all.length], true);
};

/* Renaming and deleting. */
const toggle = (id, open) => {
  const row = document.getElementById(id);
  if (!row) return;
  row.hidden = !open;
  if (open) row.querySelector("input, button")?.focus();
};
const rename = async (form) => {
  const id = form.dataset.id;
  const title = form.querySelector("#gp-title-box").value;
  const reply = await sendJson(`/api/programs/${id}`, "PATCH", { title });
  if (!reply.ok) return say((await faultOf(reply)).words);
  await reload(`?program=${id}`);
  focusTitle();
};
/* A calendar begins on a day that only its owner knows; next Monday is a good guess. */
const askStart = () => {
  toggle("gp-calendar-form", true);
  const box = document.getElementById("gp-start");
  const day = new Date();
  day.setDate(day.getDate() + ((8 - day.getDay()) % 7 || 7));
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  box.value ||= parts.map((part) => String(part).padStart(2, "0")).join("-");
};
const takeCalendar = (form) => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const query = new URLSearchParams({ format: "ics", start: form.querySelector("#gp-start").value, tz: zone });
  const link = make("a");
  link.href = `/api/programs/${form.dataset.id}/export?${query}`;
  link.download = "";
  link.click();
  toggle(form.id, false);
};
const remove = async (button) => {
  const { id } = button.closest("[data-id]").dataset;
  const reply = await ask(`/api/programs/${id}`, { method: "DELETE" });
  if (!reply.ok && reply.status !== 404) return say((await faultOf(reply)).words);
  remember("");
  await reload("");
  section.focus();
};

export const programActions = [
  ['.gs-tabs [role="tab"]', (tab) => pickWeek(tab, true)],
  [".gs-goto", (button) => goTo(section, button.dataset.field)],
  [".gp-example", tryExample],
  ["#gp-rename", () => toggle("gp-rename-form", true)],
  ["#gp-calendar", askStart],
  ["#gp-delete", () => toggle("gp-delete-row", true)],
  ["#gp-delete-yes", remove],
  ["[data-close]", (button) => toggle(button.dataset.close, false)],
];
document.addEventListener("keydown", stepWeek);
document.addEventListener("submit", (event) => {
  const act = { "gp-form": build, "gp-rename-form": rename, "gp-calendar-form": takeCalendar }[event.target.id];
  if (!act) return;
  event.preventDefault();
  act(event.target);
});
