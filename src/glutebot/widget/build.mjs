// Builds source/ into built/ (or the folder named as the first argument) and prints the sizes.
// Order matters: language modules first, then the panel that names them, then the loader.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "source");
const target = resolve(process.argv[2] ?? join(here, "built"));
const limits = { loader: 2048, panel: 16384 };
const banner = "/* Glutebot, MIT */\n"; // not on the loader, where every byte counts

/** Style sheets become strings, minified, because they are adopted and never linked. */
const styleSheets = {
  name: "style-sheets",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const { code } = await esbuild.transform(text, { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

async function bundle(entry, format, define = {}) {
  const result = await esbuild.build({
    entryPoints: [join(source, entry)],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } }, // "use strict" costs bytes
    define: Object.fromEntries(Object.entries(define).map(([k, v]) => [k, JSON.stringify(v)])),
    plugins: [styleSheets],
  });
  return Buffer.from((format === "esm" ? banner : "") + result.outputFiles[0].text.trim());
}

function named(stem, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `${stem}.${hash}.js`;
}

function described(file, bytes) {
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  return { file, integrity, bytes: bytes.length };
}

const files = new Map();
const manifest = { loader: null, panel: null, words: {} };
const languages = (await readdir(source))
  .map((name) => /^words\.(\w+)\.ts$/.exec(name)?.[1])
  .filter((language) => language && language !== "en")
  .sort();
for (const language of languages) {
  const bytes = await bundle(`words.${language}.ts`, "esm");
  const file = named(`words.${language}`, bytes);
  files.set(file, bytes);
  manifest.words[language] = described(file, bytes);
}
const wordFiles = Object.fromEntries(languages.map((name) => [name, manifest.words[name].file]));
const panel = await bundle("panel.ts", "esm", { WORD_FILES: wordFiles });
const panelFile = named("panel", panel);
files.set(panelFile, panel);
manifest.panel = described(panelFile, panel);
const loader = await bundle("loader.ts", "iife", { PANEL_FILE: panelFile });
const loaderFile = named("glutebot", loader);
files.set(loaderFile, loader);
files.set("glutebot.js", loader);
manifest.loader = described(loaderFile, loader);
files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [name, bytes] of files) await writeFile(join(target, name), bytes);

for (const [stage, limit] of Object.entries(limits)) {
  const size = gzipped(manifest[stage].file);
  console.log(`${stage}: ${size} of ${limit} bytes gzipped`);
  if (size > limit) process.exitCode = 1;
}
for (const { file } of Object.values(manifest.words)) {
  console.log(`${file}: ${gzipped(file)} bytes gzipped`);
}

function gzipped(file) {
  return gzipSync(files.get(file), { level: 9 }).length;
}
