import type { components } from "~/api/openapi.d.ts";
import type { ProblemDocument } from "~/api/problem.ts";
import type { Policy } from "./settings-queries.ts";

/** What an organization demands, as it is typed. Empty says nothing. */
export interface PolicyForm {
  readonly retentionDays: string;
  readonly auditRetentionDays: string;
  readonly catalogueMode: "nothing" | "strict";
  readonly httpsOnly: "nothing" | "yes";
  /** An empty list and no list are opposites here: no host, and any. */
  readonly allowedKind: "any" | "listed";
  readonly allowedHosts: string;
  readonly deniedHosts: string;
  readonly residency: string;
}

/** `open` and `false` demand nothing: they are the same as silence. */
export function policyFormOf(own: Policy["own"]): PolicyForm {
  return {
    retentionDays: own.retentionDays === null ? "" : String(own.retentionDays),
    auditRetentionDays: own.auditRetentionDays === null ? "" : String(own.auditRetentionDays),
    catalogueMode: own.catalogueMode === "strict" ? "strict" : "nothing",
    httpsOnly: own.httpsOnly === true ? "yes" : "nothing",
    allowedKind: own.allowedHosts === null ? "any" : "listed",
    allowedHosts: (own.allowedHosts ?? []).join("\n"),
    deniedHosts: (own.deniedHosts ?? []).join("\n"),
    residency: (own.residency ?? []).join("\n"),
  };
}

export function policyOf(form: PolicyForm): components["schemas"]["PolicyWrite"] {
  const denied = linesOf(form.deniedHosts);
  const regions = linesOf(form.residency);
  return {
    retentionDays: days(form.retentionDays),
    auditRetentionDays: days(form.auditRetentionDays),
    catalogueMode: form.catalogueMode === "strict" ? "strict" : null,
    httpsOnly: form.httpsOnly === "yes" ? true : null,
    allowedHosts: form.allowedKind === "any" ? null : linesOf(form.allowedHosts),
    deniedHosts: denied.length === 0 ? null : denied,
    residency: regions.length === 0 ? null : regions,
  };
}

export function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What is wrong with the lines of one list, each by its own name: `/allowedHosts/1` says nothing to whoever typed. */
export function lineFaults(
  errors: ProblemDocument["errors"],
  member: string,
  text: string,
): readonly { readonly line: string | null; readonly message: string }[] {
  const lines = linesOf(text);
  return errors
    .filter(({ pointer }) => pointer === `/${member}` || pointer.startsWith(`/${member}/`))
    .map(({ pointer, message }) => ({ line: lines[Number(pointer.split("/")[2])] ?? null, message }));
}

function days(typed: string): number | null {
  return typed.trim() === "" ? null : Number(typed);
}
