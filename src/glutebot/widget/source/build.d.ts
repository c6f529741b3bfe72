/** Names that the build fills in. */
declare const PANEL_FILE: string;
declare const WORD_FILES: Record<string, string>;

declare module "*.css" {
  const text: string;
  export default text;
}
