/** The passage behind a citation, on the very page that the reader is on. */

const NAME = "glutebot-passage";
const LOOKALIKES: [RegExp, string][] = [
  [/['’‘ʼ]/g, "['’‘ʼ]"],
  [/["“”„«»]/g, '["“”„«»]'],
  [/[-‐‑–—]/g, "[-‐‑–—]"],
];
const SKIPPED = "script,style,noscript,template,textarea,select,svg,glutebot-widget";

let marks: CSSStyleSheet | undefined;

/** Return this page's address without what only says how the reader came here. */
export function pageAddress(): string {
  const url = new URL(location.href);
  url.hash = "";
  for (const name of [...url.searchParams.keys()]) {
    if (/^utm_|clid$/.test(name)) url.searchParams.delete(name);
  }
  return url.href.length > 2000 ? url.origin + url.pathname : url.href;
}

/** Say whether an address is this page's, as opened or as the page names itself. */
export function isThisPage(address: string): boolean {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
  return [pageAddress(), canonical].some((own) => own && plain(own) === plain(address));
}

function plain(address: string): string {
  const url = new URL(address);
  return url.host.replace(/^www\./, "") + url.pathname.replace(/\/(index\.html?)?$/, "") + url.search;
}

/** Find a snippet on this page; what comes back scrolls to it and marks it. */
export function findOnPage(snippet: string): (() => void) | undefined {
  const range = findText(snippet);
  const around = range?.startContainer.parentElement;
  if (!range || !around) return undefined;
  return () => {
    around.closest("details")?.setAttribute("open", "");
    mark(range);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    around.scrollIntoView({ block: "center", behavior: still ? "instant" : "smooth" });
  };
}

/** Leave the page as it was found. */
export function clearMark(): void {
  if (!marks) return;
  CSS.highlights.delete(NAME);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== marks);
  marks = undefined;
}

function mark(range: Range): void {
  if (!("highlights" in CSS)) return;
  if (!marks) {
    marks = new CSSStyleSheet();
    marks.replaceSync(`::highlight(${NAME}){background-color:#ffe27a;color:#1b1f1c}`);
    document.adoptedStyleSheets.push(marks);
  }
  CSS.highlights.set(NAME, new Highlight(range));
}

/** Find the snippet, or as much of its beginning as the page holds. */
function findText(snippet: string): Range | undefined {
  const nodes: Text[] = [];
  const starts: number[] = [];
  let text = "";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    if (node.parentElement?.closest(SKIPPED)) continue;
    nodes.push(node);
    starts.push(text.length);
    text += node.data;
  }
  const words = snippet.replace(/(…|\.\.\.)\s*$/, "").split(/\s+/).filter(Boolean);
  for (let count = words.length; count >= Math.min(4, words.length) && count; count = Math.floor(count * 0.7)) {
    const found = new RegExp(words.slice(0, count).map(pattern).join("\\s*"), "iu").exec(text);
    if (found) return rangeOf(nodes, starts, found.index, found.index + found[0].length);
  }
  return undefined;
}

function pattern(word: string): string {
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return LOOKALIKES.reduce((done, [all, either]) => done.replace(all, either), escaped);
}

function rangeOf(nodes: Text[], starts: number[], from: number, to: number): Range {
  const range = document.createRange();
  const first = starts.findLastIndex((start) => start <= from);
  const last = starts.findLastIndex((start) => start < to);
  range.setStart(nodes[first]!, from - starts[first]!);
  range.setEnd(nodes[last]!, to - starts[last]!);
  return range;
}
