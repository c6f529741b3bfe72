/** A wish for a program: what was understood, what is asked, the program, and changes to it. */

import { type Answer, type Change, type Chip, type Choice, type Item, type Program, type Session, list, webAddress } from "./contract";
import { button, link, make } from "./dom";
import type { Stage } from "./stage";

/** Return what was understood as chips that can be changed, and the answers that can be picked. */
export function renderIntake(answer: Answer, stage: Stage): HTMLElement[] {
  const chips = list(answer.intake?.chips).map((chip) => make("li", {}, renderChip(chip, stage)));
  const choices = list(answer.intake?.choices);
  return [
    chips.length ? make("ul", { class: "chips", "aria-label": stage.words.understood }, ...chips) : undefined,
    choices.length ? pick(choices, stage, stage.words.choices) : undefined,
  ].filter((node) => node !== undefined);
}

function renderChip(chip: Chip, stage: Stage): HTMLElement {
  const assumed = chip.source === "assumed" && make("small", {}, ` (${stage.words.assumed})`);
  const text = make("span", { dir: "auto" }, `${chip.label}: `, make("b", {}, chip.value), assumed);
  const choices = list(chip.choices);
  if (!choices.length) return make("span", { class: "chip" }, text);
  const summary = make("summary", { class: "chip" }, text);
  return make("details", {}, summary, pick(choices, stage, `${stage.words.change}: ${chip.label}`));
}

function pick(choices: readonly Choice[], stage: Stage, label: string): HTMLElement {
  const buttons = choices.map(({ label: text, message }) =>
    button(make("span", { dir: "auto" }, text), () => stage.ask(message), { class: "chip" }),
  );
  return make("div", { class: "chips", role: "group", "aria-label": label }, ...buttons);
}

/** Return a change that waits for a yes. */
export function renderProposal(changes: readonly Change[], stage: Stage): HTMLElement {
  const { words } = stage;
  const items = changes.map(({ what, from, to, why }) =>
    make("li", { dir: "auto" }, make("b", {}, what), ` ${shown(from)} → ${shown(to)}`, why && make("small", {}, why)),
  );
  const yes = button(words.yes, () => stage.ask("yes"), { class: "main" });
  const no = button(words.no, () => stage.ask("no"), { class: "chip" });
  return make("div", { class: "card" }, make("h4", {}, words.changes), make("ul", {}, ...items), make("div", { class: "chips" }, yes, no));
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return Array.isArray(value) ? value.map(shown).join(", ") : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Return the first week, and the way to the rest. */
export function renderProgram(answer: Answer, program: Program, stage: Stage): HTMLElement {
  const { words, language } = stage;
  const weeks = list(program.weeks);
  const sessions = list(weeks[0]?.sessions);
  const address = webAddress(answer.program_url, stage.base);
  const size = [measure(weeks.length, "week", language), words.perWeek.replace("{n}", `${sessions.length}`)];
  return make("div", { class: "card" },
    make("h4", {}, words.program),
    program.text && make("p", { dir: "auto" }, program.text),
    weeks.length > 0 && make("p", { class: "aside" }, size.join(" · ")),
    ...list(program.warnings).map((text) => make("p", { class: "care", dir: "auto" }, text)),
    weeks.length > 0 && make("h4", {}, words.firstWeek),
    ...sessions.map((session, index) => renderSession(session, stage, index === 0)),
    sessions.length > 0 && make("p", { class: "aside" }, words.rir),
    fold(words.assumptions, list(program.assumptions)),
    fold(words.stopSigns, list(program.stop_signs), true),
    address && link(address, words.wholeProgram),
  );
}

function fold(title: string, lines: readonly string[], open = false): HTMLElement | undefined {
  if (!lines.length) return undefined;
  const items = lines.map((text) => make("li", { dir: "auto" }, text));
  return make("details", { open }, make("summary", {}, title), make("ul", {}, ...items));
}

function renderSession(session: Session, stage: Stage, open: boolean): HTMLElement {
  const minutes = session.estimated_minutes;
  const about = minutes ? make("small", {}, ` ${measure(minutes, "minute", stage.language, "short")}`) : undefined;
  const items = list(session.items).map((item) => renderItem(item, stage));
  return make("details", { open }, make("summary", {}, make("span", { dir: "auto" }, session.name), about), make("ol", { class: "items" }, ...items));
}

function renderItem(item: Item, { words, language }: Stage): HTMLElement {
  const [low, high] = list(item.reps);
  const reps = low === high || high === undefined ? `${low}` : `${low}–${high}`;
  const count = item.unit === "seconds" ? `${reps} s` : reps;
  const more = [
    item.per_side && words.perSide,
    item.load_kg && measure(item.load_kg, "kilogram", language, "short"),
    item.rest_seconds && words.rest.replace("{time}", measure(item.rest_seconds, "second", language, "short")),
  ].filter(Boolean).join(" · ");
  const effort = typeof item.rir === "number" ? ` · RIR ${item.rir}` : "";
  return make("li", {}, make("span", { dir: "auto" }, item.name), make("b", { dir: "ltr" }, `${item.sets} × ${count}${effort}`), more && make("small", {}, more));
}

/** Return a number with its unit in the reader's language, with the right plural. */
function measure(value: number, unit: string, language: string, unitDisplay: "long" | "short" = "long"): string {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(value);
}
