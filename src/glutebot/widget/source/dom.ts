/** Elements made by calls, so that no text is ever read as markup. */

type Child = Node | string | undefined | null | false;
type Properties = Record<string, string | number | boolean | EventListener | undefined | null>;

/** Make an element; functions become listeners, true an empty attribute, false and null none. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value || value === 0) element.setAttribute(name, `${value}`);
  }
  element.append(...children.filter((child): child is Node | string => !!child));
  return element;
}

/** Make a button that says what it does. */
export function button(label: Child, act: () => void, properties: Properties = {}): HTMLButtonElement {
  return make("button", { type: "button", click: act, ...properties }, label);
}

/** Make a link that opens beside the page, so that neither page nor conversation is lost. */
export function link(address: string, label: string): HTMLAnchorElement {
  return make("a", { href: address, target: "_blank", rel: "noopener", dir: "auto" }, label);
}

const SHAPES: Record<string, string> = {
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M7 7h10v10H7z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  up: "M7 11l4-8c2 0 3 1 3 3v3h5c1 0 2 1 2 2l-2 7c0 1-1 2-2 2H7zM3 11h4v9H3z",
  down: "M7 13l4 8c2 0 3-1 3-3v-3h5c1 0 2-1 2-2l-2-7c0-1-1-2-2-2H7zM3 4h4v9H3z",
  erase: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
};

/** Draw an icon; it takes the colour of the text and says nothing to a screen reader. */
export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]!);
  svg.append(path);
  return svg;
}
