/* The program form: what it holds, what belongs together, and faults beside their field. */

/* Every field with all its values, as the server reads them. */
export const gather = (form) => {
  const fields = {};
  for (const [name, value] of new FormData(form)) (fields[name] ||= []).push(value);
  return fields;
};

/* Fields that speak of the same thing follow each other. */
const followPreset = (form, preset) => {
  const gear = preset.dataset.gear.split(" ");
  for (const box of form.querySelectorAll('[name="equipment"]')) {
    box.checked = preset.value === "full-gym" || gear.includes(box.value);
  }
};
const clearRadios = (form, name) => {
  for (const radio of form.querySelectorAll(`[type=radio][name="${name}"]`)) radio.checked = false;
};
const followHealth = (form, box) => {
  form.querySelector('[name="screened"]').value = "yes";
  for (const other of form.querySelectorAll('[name="health"]')) {
    const apart = box.value === "none" ? other !== box : other.value === "none";
    if (box.checked && apart) other.checked = false;
  }
};
export const readSync = (field) => {
  const { form } = field;
  if (!form || form.id !== "gp-form") return;
  if (field.name === "preset") followPreset(form, field);
  if (field.name === "equipment") clearRadios(form, "preset");
  if (field.name === "health") followHealth(form, field);
  if (field.name === "minutes_per_session") {
    if (field.type === "text") { if (field.value.trim()) clearRadios(form, field.name); }
    else form.querySelector('[type=text][name="minutes_per_session"]').value = "";
  }
};
document.addEventListener("input", (event) => readSync(event.target));

export const addRow = (button) => {
  const rows = button.parentElement.querySelector(".gf-rows");
  const row = rows.lastElementChild.cloneNode(true);
  for (const field of row.querySelectorAll("input, select")) field.value = "";
  rows.append(row);
  row.querySelector("input, select").focus();
};

/* A fault stands beside its field, which is opened and focused; nothing typed is lost. */
const placeOf = (form, name) => {
  const found = [...form.querySelectorAll(`[data-field~="${name}"]`)];
  const shown = found.filter((place) => place.offsetParent || place.closest("details:not([open])"));
  const open = shown.filter((place) => !place.querySelector("input:checked"));
  return open.pop() || shown.pop() || found[0];
};
const unfold = (place) => {
  for (let up = place.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
};
const focusOn = (place) => {
  unfold(place);
  const field = [...place.querySelectorAll("input:checked, input:not([type=hidden]), select")]
    .find((one) => one.offsetParent);
  place.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
  return field;
};
export const clearFaults = (form) => {
  for (const line of form.querySelectorAll(".gf-error, .gf-fault")) {
    line.hidden = true;
    line.textContent = "";
  }
  for (const place of form.querySelectorAll("[data-fault]")) place.removeAttribute("data-fault");
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
};
export const showFault = (form, fault) => {
  const name = (fault.field || "").replace(/^fields\./, "").split(".")[0];
  const place = /^[a-z_]+$/.test(name) ? placeOf(form, name) : null;
  const line = place?.querySelector(":scope > .gf-error") || form.querySelector(".gf-fault");
  line.textContent = fault.words;
  line.hidden = false;
  line.setAttribute("role", "alert");
  if (!place) return;
  place.setAttribute("data-fault", "");
  line.id = `gf-error-${name}`;
  const field = focusOn(place);
  field?.setAttribute("aria-invalid", "true");
  field?.setAttribute("aria-describedby", line.id);
};

/* From an assumption to the field that changes it. */
export const goTo = (section, name) => {
  const form = section.querySelector("#gp-form");
  const place = form && placeOf(form, name);
  if (place) focusOn(place);
};
