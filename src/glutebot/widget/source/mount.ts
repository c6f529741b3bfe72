/** What loader and panel agree on. */

/** One widget on the page. */
export interface Mount {
  /** Where the widget's files are, with a slash at the end. */
  readonly base: string;
  /** The attributes of the script tag: site, mode, lang, accent, position, greeting, target. */
  readonly data: DOMStringMap;
  readonly language: string;
  readonly mode: string;
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Holds everything that is drawn; carries direction, language and colours. */
  readonly box: HTMLElement;
  readonly button: HTMLButtonElement;
}

/** What the loader can tell the panel to do. */
export interface Handle {
  open(): void;
  toggle(): void;
  close(): void;
  ask(question: string): void;
  /** The page took the element away, and it was put back. */
  settle(): void;
  destroy(): void;
}

/** The panel module. */
export interface PanelModule {
  start(mount: Mount): Promise<Handle>;
}
