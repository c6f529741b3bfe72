/**
 * Puts the widget on the page for frames, open.
 *
 * A frame that its page cut off from its own origin cannot prove who it is, so the link that
 * stands there stays.
 */
const place = document.querySelector("#place");
const { site, token } = place.dataset;
if (self.origin !== "null") {
  const script = document.createElement("script");
  script.src = new URL("/w/glutebot.js", location.href).href;
  Object.assign(script.dataset, { site, token, mode: "inline", target: "#place" });
  document.addEventListener("glutebot:ready", () => {
    document.querySelector("#elsewhere").hidden = true;
    window.Glutebot.open(site);
  });
  document.head.append(script);
}
