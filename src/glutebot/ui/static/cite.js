/* The passage behind a number, in a dialog. */
import { make, squeeze } from "./dom.js";

const GRADES = {
  "meta-analysis": "Meta-analysis", guideline: "Guideline", trial: "Trial",
  "small-study": "Small study", "expert-practice": "Expert practice", opinion: "Opinion",
};
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
  const shown = number === "0" ? title : `[${number}] ${title}`;
  heading.append(make("span", "gb-dialog-path", path), shown);
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
const sourceOf = (holder, number) => {
  const items = [...holder.querySelectorAll(".gb-sources li")];
  return items.find((item) => item.querySelector(".gb-number")?.textContent === number);
};
const show = (...parts) => {
  dialog.replaceChildren(...parts);
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector(".gb-dialog-close").focus();
};
const fetchPassage = async (id) => {
  if (id === "none") return null;
  const reply = await fetch(`/api/passage/${encodeURIComponent(id)}`);
  return reply.ok ? reply.json() : null;
};
export const cite = async (anchor) => {
  const [, number, id] = /^#cite-(\d+)-(.+)$/.exec(anchor.getAttribute("href")) || [];
  const holder = anchor.closest(".gb-answer, .gs-sheet");
  if (!number || !holder) return;
  opener = anchor;
  const source = sourceOf(holder, number);
  const snippet = source?.querySelector(".gb-snippet")?.textContent || "";
  let passage = null;
  try { passage = await fetchPassage(id); } catch { passage = null; }
  if (passage) {
    const cited = holder.matches(".gb-answer") ? citedText(holder, number) : squeeze(snippet);
    const path = passage.section ? passage.title : "";
    show(head(number, path, passage.section || passage.title), passageBody(passage, cited));
  } else {
    const title = source?.querySelector(".gb-source")?.textContent || "Source";
    show(head(number, "", title), keptBody(snippet));
  }
};
dialog.addEventListener("close", () => opener?.isConnected && opener.focus());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
document.body.append(dialog);
