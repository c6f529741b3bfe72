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
export const sendJson = (address, method, body) => fetch(address, {
  method, headers: { "content-type": "application/json" }, body: JSON.stringify(body),
});
