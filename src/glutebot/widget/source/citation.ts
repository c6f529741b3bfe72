/** The number after a sentence, and what opens behind it. */

import { type Citation, list, webAddress } from "./contract";
import { button, icon, link, make } from "./dom";
import { findOnPage, isThisPage } from "./passage";
import type { Stage } from "./stage";

/** Return the button that opens a citation's source. */
export function citeButton(citation: Citation, stage: Stage): HTMLButtonElement {
  const label = `${stage.words.source.replace("{n}", `${citation.n}`)}: ${citation.title}`;
  const opener = button(`[${citation.n}]`, () => openCitation(citation, opener, stage), {
    class: "cite",
    "aria-label": label,
    "aria-haspopup": "dialog",
  });
  return opener;
}

/** Open a citation beside its number; on its own page the passage is shown there too. */
export function openCitation(citation: Citation, opener: HTMLElement, stage: Stage): void {
  const here = pageOf(citation);
  const popover = make("div", {
    class: "source",
    popover: "auto",
    role: "dialog",
    "aria-label": stage.words.source.replace("{n}", `${citation.n}`),
    tabindex: -1,
    toggle: (event) => (event as ToggleEvent).newState === "closed" && popover.remove(),
  }, ...describe(citation, stage, here, () => popover.hidePopover()));
  stage.frame.append(popover);
  popover.showPopover();
  putBeside(popover, opener);
  popover.focus({ preventScroll: true });
  popover.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    popover.hidePopover();
    opener.focus({ preventScroll: true });
  });
  stage.tell("citation", { citation });
  if (here && stage.beside()) findOnPage(citation.snippet ?? "")?.();
}

function pageOf(citation: Citation): boolean {
  const address = webAddress(citation.url);
  return !!address && isThisPage(address);
}

function describe(citation: Citation, stage: Stage, here: boolean, close: () => void): Node[] {
  const { words } = stage;
  const address = webAddress(citation.url);
  const missing = make("p", { class: "aside" });
  const show = async (): Promise<void> => {
    const go = findOnPage(citation.snippet ?? "");
    if (!go) return (stage.announce(words.notFound), missing.replaceChildren(words.notFound));
    close();
    await stage.stepAside();
    go();
  };
  return [
    button(icon("close"), close, { class: "icon", "aria-label": words.close }),
    make("h3", { dir: "auto" }, citation.title),
    make("p", { class: "aside" }, ...aboutSource(citation, stage)),
    gradeOf(citation.evidence, stage),
    make("blockquote", { dir: "auto", lang: stage.answerLanguage }, citation.snippet),
    ...studies(citation, stage),
    here ? button(words.show, () => void show(), { class: "main" }) : address && link(address, words.openSource),
    missing,
  ].filter((node): node is HTMLElement => !!node);
}

function studies(citation: Citation, stage: Stage): Node[] {
  const found = list(citation.studies);
  if (!found.length) return [];
  const items = found.map((study) => {
    const address = webAddress(study.url) ?? webAddress(study.doi ? `https://doi.org/${study.doi}` : "");
    const name = study.citation ?? "";
    return make("li", { dir: "auto" }, address ? link(address, name) : name, " ", gradeOf(study.grade, stage));
  });
  const title = found.length > 1 ? stage.words.studies : stage.words.study;
  return [make("h4", {}, title), make("ul", {}, ...items)];
}

/** Return a grade as a reader of the panel's language knows it. */
export function gradeOf(grade: string | null | undefined, { words }: Stage): HTMLElement | undefined {
  if (!grade) return undefined;
  const names: Record<string, string> = words.grades;
  return make("span", { class: "grade" }, names[grade] ?? grade);
}

/** Return section and date in one line, each running its own way. */
export function aboutSource({ section, date }: Citation, { language }: Stage): (Node | string)[] {
  const day = date ? new Date(`${date}T12:00`) : undefined;
  const shown = day && !Number.isNaN(+day) ? day.toLocaleDateString(language, { dateStyle: "medium" }) : date;
  const parts = [section, shown].filter(Boolean).map((part) => make("bdi", {}, part));
  return parts.flatMap((part, index) => (index ? [" · ", part] : [part]));
}

/** Put a popover above or below its opener, wherever there is room; a phone shows it as a sheet. */
function putBeside(popover: HTMLElement, opener: HTMLElement): void {
  const at = opener.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const edge = popover.parentElement!.getBoundingClientRect().right;
  const left = Math.max(8, Math.min(at.left - 24, edge - width - 8));
  const above = at.top - height - 8;
  const top = at.bottom + height + 8 < innerHeight ? at.bottom + 8 : Math.max(8, above);
  popover.style.left = `${left}px`;
  popover.style.top = `${Math.min(top, innerHeight - height - 8)}px`;
}
