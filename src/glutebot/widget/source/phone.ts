/** On a phone the panel is the screen: it follows the keyboard, and the back button closes it. */

const NARROW = matchMedia("(max-width: 640px), (max-height: 480px)");

export function isPhone(): boolean {
  return NARROW.matches;
}

/** Add a step to the history that going back takes away; the page's own state stays in it. */
export function holdBack(): void {
  const state = history.state as Record<string, unknown> | null;
  if (isPhone() && !state?.glutebot) history.pushState({ ...state, glutebot: true }, "");
}

/** Take the step back when the panel was closed in another way. */
export function releaseBack(): void {
  if ((history.state as Record<string, unknown> | null)?.glutebot) history.back();
}

/** Call when the reader goes back. */
export function onBack(close: () => void, signal: AbortSignal): void {
  const back = ({ state }: PopStateEvent): void => {
    if (!(state as Record<string, unknown> | null)?.glutebot) close();
  };
  addEventListener("popstate", back, { signal });
}

/** Keep the box above the keyboard, which covers the page without resizing it. */
export function followKeyboard(frame: HTMLElement, signal: AbortSignal): void {
  const view = window.visualViewport;
  const fit = (): void => {
    const covered = isPhone() && view && view.height < innerHeight - 80;
    frame.style.height = covered ? `${view.height}px` : "";
    frame.style.top = covered ? `${view.offsetTop}px` : "";
  };
  view?.addEventListener("resize", fit, { signal });
}
