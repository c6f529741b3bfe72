/** The owner's page: the key, the snippet for what was chosen, the preview, the test of a domain. */

const { site, token } = document.body.dataset;
const find = (id) => document.getElementById(id);
const say = (text) => { find("said").textContent = text; };

async function call(method, path, body) {
  const init = { method, headers: { "Content-Type": "application/json" } };
  if (body) init.body = JSON.stringify(body);
  try {
    return await fetch(`/sites/${site}/${path}`, init);
  } catch {
    return undefined;
  }
}

async function enter() {
  const reply = await call("POST", "key", { key: find("key").value.trim() });
  if (reply?.ok) location.reload();
  else say(await explain(reply));
}

async function explain(reply) {
  if (!reply) return "The server does not answer. Try again in a moment.";
  const problem = await reply.json().catch(() => ({}));
  return [problem.detail, problem.remedy].filter(Boolean).join(" ");
}

async function judge() {
  const reply = await call("POST", "domain", { address: find("address").value });
  say(reply?.ok ? (await reply.json()).says : await explain(reply));
}

async function copy(button) {
  const code = find(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(code);
    button.textContent = "Press Ctrl+C";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

/** Write the line for what was chosen. */
function writeTag() {
  const accent = find("accent");
  const chosen = {
    site,
    mode: find("mode").value === "bubble" ? "" : find("mode").value,
    lang: find("lang").value,
    accent: accent.value === accent.defaultValue ? "" : accent.value,
  };
  const data = Object.entries(chosen).filter(([, value]) => value).map(([name, value]) => ` data-${name}="${value}"`);
  find("tag").firstElementChild.textContent = `<script async src="${location.origin}/w/glutebot.js"${data.join("")}></script>`;
  preview();
}

function preview() {
  window.Glutebot?.destroy(site);
  const script = document.createElement("script");
  script.src = `${location.origin}/w/glutebot.js`;
  Object.assign(script.dataset, { site, token, mode: "inline", target: "#preview", accent: find("accent").value });
  if (find("lang").value) script.dataset.lang = find("lang").value;
  document.head.append(script);
}

if (find("key")) {
  find("enter").addEventListener("click", enter);
  find("key").addEventListener("keydown", ({ key }) => { if (key === "Enter") enter(); });
} else {
  find("leave").addEventListener("click", async () => { if ((await call("DELETE", "key"))?.ok) location.reload(); });
  find("judge").addEventListener("click", judge);
  find("address").addEventListener("keydown", ({ key }) => { if (key === "Enter") judge(); });
  for (const id of ["mode", "lang", "accent"]) find(id).addEventListener("change", writeTag);
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
  // Every snippet names the server as this page was reached, which a proxy may hide from it.
  for (const code of document.querySelectorAll("pre code")) {
    code.textContent = code.textContent.replaceAll(document.body.dataset.server, location.origin);
  }
  writeTag();
}
