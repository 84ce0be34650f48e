import { under } from "../check-values.ts";
import { TRANSIENT_CATEGORIES } from "../delivery/error-category.ts";
import { findRetryPolicyProblems, LONGEST_WAIT_MS } from "../delivery/retry-policy-problems.ts";
import { checkFlow } from "../flow/check-flow.ts";
import type { ProblemDetail } from "../problem.ts";
import { checkProxy } from "../proxy/check-proxy.ts";
import { compileFilter } from "../routing/content-filter.ts";
import { checkPatterns } from "../routing/event-type-pattern.ts";
import { checkTemplate } from "../signing/check-template.ts";
import type { SecretKind, SigningConfig } from "../signing/signing-config.ts";
import { NO_HOST_RULES } from "./host-rules.ts";
import type { IntegrationDraft } from "./integration-draft.ts";
import type { IntegrationSettings } from "./organization-config.ts";
import type { StoredHeader } from "./stored-settings.ts";
import { findHeaderProblems, isOwnHeader } from "./target-headers.ts";
import { checkTargetUrl } from "./target-url.ts";

export type DraftCheck =
  /** `draft` has the URL in its normalised form. */
  | { readonly ok: true; readonly draft: IntegrationDraft }
  | { readonly ok: false; readonly problems: readonly ProblemDetail[] };

export const MIN_TIMEOUT_MS = 100;
export const MAX_TIMEOUT_MS = 30_000;
export const MAX_AUTO_RETRY_ROUNDS = 100;
/** An automatic round sooner than this is a retry, and belongs into the retry policy. */
const MIN_AUTO_RETRY_MS = 1_000;
/** All integrations of an organization are kept in memory where events are delivered. */
const MAX_SETTINGS_LENGTH = 64 * 1024;

interface CheckOptions {
  readonly allowPrivateTargets: boolean;
  /** The kinds of secret that sign; a template can use HMAC only. */
  readonly secretKinds: readonly SecretKind[];
}

/**
 * Everything that would keep an integration from delivering, found when it is saved and not at three in the morning.
 * Pointers lead into the body that the caller sent.
 */
export function checkDraft(draft: IntegrationDraft, options: CheckOptions): DraftCheck {
  const { settings } = draft;
  const target = checkTargetUrl(settings.url, {
    allowPrivate: options.allowPrivateTargets,
    // The organization's rules and the DNS are asked after this, and only for an integration that delivers.
    rules: NO_HOST_RULES,
  });
  const filter = settings.filter === null ? null : compileFilter(settings.filter);
  const problems = [
    // One that is only called takes no events.
    ...(settings.proxy !== null && settings.eventTypes.length === 0
      ? []
      : under("/eventTypes", checkPatterns(settings.eventTypes))),
    ...(target.ok ? [] : [{ pointer: "/url", message: target.message }]),
    ...(filter === null || filter.ok ? [] : under("/filter", filter.problems)),
    ...under("/headers", findHeaderProblems(settings.headers)),
    ...timeoutProblems(settings.timeoutMs),
    ...signingProblems(settings.signing, settings.headers, options.secretKinds),
    ...findRetryPolicyProblems(settings.retry).map(({ pointer, detail }) => ({
      pointer: `/retry${pointer}`,
      message: `It ${detail}.`,
    })),
    ...findDeadLetterProblems(settings.deadLetter),
    ...(settings.proxy === null ? [] : under("/proxy", checkProxy(settings.proxy))),
    ...under("/flow", checkFlow(settings.flow)),
    ...batchTargetProblems(settings),
    ...sizeProblems(settings),
  ];
  if (problems.length > 0 || !target.ok) return { ok: false, problems: problems.slice(0, 20) };
  return { ok: true, draft: { ...draft, settings: { ...settings, url: target.url } } };
}

function batchTargetProblems({ graphql, flow }: IntegrationDraft["settings"]): ProblemDetail[] {
  if (graphql === null || flow.batch === null) return [];
  return [{ pointer: "/flow/batch", message: "A GraphQL request carries one event: leave it null." }];
}

function timeoutProblems(timeoutMs: number): ProblemDetail[] {
  const fits = Number.isInteger(timeoutMs) && timeoutMs >= MIN_TIMEOUT_MS && timeoutMs <= MAX_TIMEOUT_MS;
  const message = `It must be whole milliseconds from ${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}.`;
  return fits ? [] : [{ pointer: "/timeoutMs", message }];
}

function signingProblems(
  signing: SigningConfig,
  headers: Readonly<Record<string, StoredHeader>>,
  secretKinds: readonly SecretKind[],
): ProblemDetail[] {
  if (signing.mode !== "template") return [];
  const own = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const names = [
    { pointer: "/signing/headerName", name: signing.headerName },
    ...Object.keys(signing.extraHeaders ?? {}).map((name) => ({ pointer: "/signing/extraHeaders", name })),
  ];
  return [
    ...under("/signing", checkTemplate(signing)),
    ...names.flatMap(({ pointer, name }) => {
      if (isOwnHeader(name)) return [{ pointer, message: `${name} is set by the gateway itself.` }];
      // Two headers of one name are joined by a comma on their way, and the signature no longer verifies.
      return own.has(name.toLowerCase())
        ? [{ pointer, message: `${name} is among the integration's own headers too.` }]
        : [];
    }),
    ...(secretKinds.includes("hmac")
      ? []
      : [
          {
            pointer: "/signing/mode",
            message: "A template signs with an HMAC secret, and there is none. Rotate one in first.",
          },
        ]),
  ];
}

/** Pointers lead into the integration: `/deadLetter/…`. */
export function findDeadLetterProblems({ autoRetry }: IntegrationSettings["deadLetter"]): ProblemDetail[] {
  if (autoRetry === null) return [];
  const root = "/deadLetter/autoRetry";
  const { categories, afterMs, maxRounds } = autoRetry;
  const problems: ProblemDetail[] = [];
  if (categories.length === 0 || new Set(categories).size !== categories.length) {
    problems.push({
      pointer: `${root}/categories`,
      message: "Name at least one category, and each one once.",
    });
  }
  categories.forEach((category, index) => {
    if (!TRANSIENT_CATEGORIES.has(category)) {
      const message = `${category} does not pass by itself. Use ${[...TRANSIENT_CATEGORIES].join(", ")}.`;
      problems.push({ pointer: `${root}/categories/${index}`, message });
    }
  });
  if (!Number.isInteger(afterMs) || afterMs < MIN_AUTO_RETRY_MS || afterMs > LONGEST_WAIT_MS) {
    const message = `It must be whole milliseconds from ${MIN_AUTO_RETRY_MS} to ${LONGEST_WAIT_MS}.`;
    problems.push({ pointer: `${root}/afterMs`, message });
  }
  if (!Number.isInteger(maxRounds) || maxRounds < 1 || maxRounds > MAX_AUTO_RETRY_ROUNDS) {
    const message = `It must be a whole number from 1 to ${MAX_AUTO_RETRY_ROUNDS}.`;
    problems.push({ pointer: `${root}/maxRounds`, message });
  }
  return problems;
}

function sizeProblems(settings: IntegrationDraft["settings"]): ProblemDetail[] {
  // A schema is kept apart, and has a limit of its own.
  const length = JSON.stringify({ ...settings, validation: null }).length;
  const message = `An integration has at most ${MAX_SETTINGS_LENGTH} characters as JSON, not ${length}.`;
  return length <= MAX_SETTINGS_LENGTH ? [] : [{ pointer: "", message }];
}
