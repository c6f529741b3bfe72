/** A whole answer: what kind of reply it is, its text, its sources, and what can be done next. */

import { renderActions } from "./actions";
import { aboutSource, citeButton, gradeOf, openCitation } from "./citation";
import { type Answer, type Citation, list } from "./contract";
import { button, make } from "./dom";
import { renderIntake, renderProgram, renderProposal } from "./program";
import type { Stage } from "./stage";
import { type Cite, renderText } from "./text";

/** What is worth a copy or a vote; a referral is not, and a question back is none of both. */
const ACTED_ON = /^(answered|program|refused)$/;

/** Return the blocks of an answer; what invites a reply comes apart, since it ages. */
export function renderAnswer(answer: Answer, stage: Stage): { body: Node[]; invitation: Node[] } {
  const changes = list(answer.proposal?.changes);
  const body = [
    labelOf(answer, stage),
    ...renderText(markUnsupported(answer, stage), citeFrom(list(answer.citations), stage)),
    answer.notice && make("p", { class: "aside", dir: "auto" }, answer.notice),
    answer.program && renderProgram(answer, answer.program, stage),
    sourcesOf(list(answer.citations), stage),
    ACTED_ON.test(answer.status) && renderActions(answer, stage),
  ];
  const invitation = [
    ...renderIntake(answer, stage),
    changes.length > 0 && renderProposal(changes, stage),
    followUps(list(answer.follow_ups), stage),
  ];
  return { body: nodes(body), invitation: nodes(invitation) };
}

function nodes(all: (Node | string | undefined | null | false)[]): Node[] {
  return all.filter((node): node is Node => node instanceof Node);
}

/** Return what makes the buttons of a text's numbers. */
export function citeFrom(citations: readonly Citation[], stage: Stage): Cite {
  const known = new Map(citations.map((citation) => [citation.n, citation]));
  return (number) => {
    const citation = known.get(number);
    return citation && citeButton(citation, stage);
  };
}

function labelOf(answer: Answer, { words }: Stage): HTMLElement | undefined {
  const referrals: Record<string, string> = words.referrals;
  const refused = answer.uncovered ? words.uncovered : words.refused;
  const label = answer.referral ? referrals[answer.referral] : answer.status === "refused" && refused;
  return label ? make("p", { class: "label" }, label) : undefined;
}

/** Return the text with a mark after each sentence that no source carries. */
function markUnsupported(answer: Answer, { words }: Stage): string {
  return list(answer.sentences)
    .filter(({ support }) => support === "unsupported")
    .reduce((text, { text: sentence }) => text.replace(sentence, () => `${sentence} (${words.noSource})`), answer.text);
}

function sourcesOf(citations: readonly Citation[], stage: Stage): HTMLElement | undefined {
  if (!citations.length) return undefined;
  const items = citations.map((citation) => {
    const opener = button(make("span", { dir: "auto" }, citation.title), () => openCitation(citation, opener, stage), { class: "title", "aria-haspopup": "dialog" });
    return make("li", {}, make("span", { class: "number" }, `${citation.n}`), make("div", {}, opener, make("small", {}, ...aboutSource(citation, stage))), gradeOf(citation.evidence, stage));
  });
  return make("div", { class: "sources" }, make("h4", {}, stage.words.sources), make("ol", {}, ...items));
}

function followUps(questions: readonly string[], stage: Stage): HTMLElement | undefined {
  if (!questions.length) return undefined;
  const chips = questions.map((question) =>
    button(make("span", { dir: "auto" }, question), () => stage.ask(question), { class: "chip" }),
  );
  return make("div", { class: "chips", role: "group", "aria-label": stage.words.followUps }, ...chips);
}
