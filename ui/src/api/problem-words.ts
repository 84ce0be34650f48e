import { text } from "~/text/index.ts";
import type { ProblemDocument } from "./problem.ts";

/** A request that the API's own reader should make next: to whoever sits at the dashboard it says nothing. */
const FOR_PROGRAMS = /\b(?:GET|POST|PUT|PATCH|DELETE)\b|\berrors\b|\bcursor\b/;

/**
 * The gateway's words, as far as they are for people. Where fields are refused each says its own part; one sentence says
 * that they do.
 */
export function problemWords({ detail, errors, status }: ProblemDocument): string {
  const sentences = detail.split(/(?<=[.!?])\s+/);
  const forPeople = sentences.filter((sentence) => !FOR_PROGRAMS.test(sentence)).join(" ");
  if (errors.length > 0) return text.shell.states.fieldsWrong;
  if (forPeople !== "") return forPeople;
  return status === 404 ? text.shell.states.notFound : detail;
}
