/** An answer's text as paragraphs, lists and citation buttons: that, and nothing else. */

import { make } from "./dom";

/** Return the button of a citation, or nothing when there is no such citation. */
export type Cite = (number: number) => Node | undefined;

const MARKER = /(\[\d{1,3}(?:\s*,\s*\d{1,3})*\])/;
const ITEM = /^\s*(?:[-*•]|(\d{1,2})[.)])\s+/;

/** Return the blocks of a text; what it holds of markup stays text. */
export function renderText(text: string, cite: Cite): Node[] {
  const blocks: HTMLElement[] = [];
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    if (item) openList(blocks, item[1] ? "ol" : "ul").append(make("li", { dir: "auto" }, ...inline(line.slice(item[0].length), cite)));
    else if (line.trim()) blocks.push(make("p", { dir: "auto" }, ...inline(line.trim(), cite)));
  }
  return blocks;
}

function openList(blocks: HTMLElement[], tag: "ol" | "ul"): HTMLElement {
  const last = blocks.at(-1);
  if (last?.localName === tag) return last;
  const opened = make(tag, { dir: "auto" });
  blocks.push(opened);
  return opened;
}

function inline(line: string, cite: Cite): (Node | string)[] {
  return line.split(MARKER).flatMap((part, index) => (index % 2 ? markers(part, cite) : [part]));
}

/** Turn "[1, 2]" into two buttons; a number without a citation stays as it was written. */
function markers(part: string, cite: Cite): (Node | string)[] {
  const found = part.slice(1, -1).split(",").map((number) => cite(+number));
  return found.every((node) => node) ? found.flatMap((node) => [node!, " "]).slice(0, -1) : [part];
}
