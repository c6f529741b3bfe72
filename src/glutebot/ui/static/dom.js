/* Small tools over the document. Text goes in as text, never as markup. */
export const make = (tag, name, text) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
};
export const squeeze = (text) => text.replace(/\s+/g, " ").trim();

/* The server answers a fault with words meant for the person who caused it. */
export const faultOf = async (reply) => {
  try {
    const problem = await reply.json();
    return { field: problem.field, words: squeeze(`${problem.detail} ${problem.remedy || ""}`) };
  } catch {
    return { words: "That did not work. Try again in a moment; what you typed is kept." };
  }
};
/* A server out of reach is answered like one that says so. */
export const ask = async (address, options) => {
  try {
    return await fetch(address, options);
  } catch {
    const words = { detail: "The server is out of reach.", remedy: "What you typed is kept; try again." };
    return new Response(JSON.stringify(words), { status: 503 });
  }
};
export const sendJson = (address, method, body) => ask(address, {
  method, headers: { "content-type": "application/json" }, body: JSON.stringify(body),
});
