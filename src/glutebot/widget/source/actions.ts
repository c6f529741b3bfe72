/** What a reader can do with an answer: copy it, and say whether it helped. */

import { type Answer, list, webAddress } from "./contract";
import { button, icon, make } from "./dom";
import type { Stage } from "./stage";
import english from "./words.en";

/** Return the row under an answer. */
export function renderActions(answer: Answer, stage: Stage): HTMLElement {
  const note = make("span", { class: "aside", role: "status" });
  const row = make("div", { class: "actions" });
  if (navigator.clipboard && answer.status !== "refused") row.append(copyButton(answer, stage, note));
  if (answer.id) row.append(...votes(answer, stage, note));
  row.append(note);
  return make("div", { class: "about" }, row);
}

function copyButton(answer: Answer, { words }: Stage, note: HTMLElement): HTMLElement {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(plainAnswer(answer)).catch(() => {});
    note.textContent = words.copied;
  };
  return button(icon("copy"), () => void copy(), { class: "icon", "aria-label": words.copy });
}

/** Return an answer with its sources, as it goes into a letter or a note. */
export function plainAnswer(answer: Answer): string {
  const sources = list(answer.citations).map(({ n, title, url }) =>
    [`[${n}]`, title, webAddress(url)].filter(Boolean).join(" "),
  );
  return [answer.text, sources.join("\n")].filter(Boolean).join("\n\n");
}

function votes(answer: Answer, stage: Stage, note: HTMLElement): HTMLElement[] {
  const { words, client } = stage;
  let given: string | null = null;
  const send = async (vote: string | null, reason = ""): Promise<void> => {
    given = vote;
    for (const [name, pressed] of Object.entries(thumbs)) pressed.ariaPressed = `${name === vote}`;
    note.textContent = "";
    await client.vote(answer, vote, reason).then(
      () => (note.textContent = vote ? words.thanks : ""),
      () => (note.textContent = words.unreachable),
    );
  };
  const cast = (vote: string): void => {
    thumbs.up!.closest(".about")?.querySelector(".reasons")?.remove();
    const taken = given === vote ? null : vote;
    void send(taken);
    if (taken === "down") askWhy(thumbs.down!, stage, (reason) => void send("down", reason));
  };
  const thumb = (vote: "up" | "down"): HTMLButtonElement =>
    button(icon(vote), () => cast(vote), { class: "icon", "aria-label": words[vote], "aria-pressed": "false" });
  const thumbs: Record<string, HTMLButtonElement> = { up: thumb("up"), down: thumb("down") };
  return Object.values(thumbs);
}

/** Ask what was wrong; the reasons travel in English, so that a blogger can count them. */
function askWhy(after: HTMLElement, { words }: Stage, send: (reason: string) => void): void {
  const done = (reason: string): void => {
    send(reason);
    box.remove();
    after.focus({ preventScroll: true });
  };
  const box = make("div", { class: "reasons", role: "group", "aria-label": words.why });
  const reasons = words.reasons.map((label, index) =>
    button(label, () => done(english.reasons[index]!), { class: "chip" }),
  );
  const comment = make("input", { type: "text", maxlength: 500, "aria-label": words.comment, placeholder: words.comment, dir: "auto" });
  comment.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // or the button that takes the focus is pressed by the same key
    done(comment.value);
  });
  const submit = button(words.send, () => done(comment.value), { class: "chip" });
  box.append(make("p", {}, words.why), make("div", { class: "chips" }, ...reasons), make("div", { class: "line" }, comment, submit));
  after.closest(".about")?.append(box);
  box.scrollIntoView({ block: "nearest" });
}
