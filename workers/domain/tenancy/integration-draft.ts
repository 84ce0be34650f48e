import { DEFAULT_RETRY_POLICY, type RetryPolicy } from "../delivery/retry-policy.ts";
import { DEFAULT_FLOW, type FlowSettings } from "../flow/flow-settings.ts";
import { chooseGraphql, type Protocol } from "../graphql/choose-protocol.ts";
import type { HttpMethod, IntegrationSettings } from "./organization-config.ts";
import { restoreMasked, type StoredSettings } from "./stored-settings.ts";

/** What a caller says about an integration. What it leaves out stays, or gets its default. */
export interface IntegrationInput {
  readonly name?: string | undefined;
  readonly eventTypes?: readonly string[] | undefined;
  readonly filter?: unknown;
  readonly url?: string | undefined;
  readonly method?: HttpMethod | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
  readonly enabled?: boolean | undefined;
  readonly bodyFormat?: IntegrationSettings["bodyFormat"] | undefined;
  readonly signing?: IntegrationSettings["signing"] | undefined;
  readonly retry?: { readonly [Key in keyof RetryPolicy]?: RetryPolicy[Key] | undefined } | undefined;
  readonly deadLetter?: IntegrationSettings["deadLetter"] | undefined;
  readonly credentialId?: string | null | undefined;
  readonly validation?: StoredSettings["validation"] | undefined;
  readonly transform?: IntegrationSettings["transform"] | undefined;
  /** Derived from `graphql`, and never stored. */
  readonly protocol?: Protocol | undefined;
  readonly graphql?: IntegrationSettings["graphql"] | undefined;
  readonly proxy?: IntegrationSettings["proxy"] | undefined;
  readonly flow?: { readonly [Key in keyof FlowSettings]?: FlowSettings[Key] | undefined } | undefined;
}

/** An integration as it is about to be saved: complete, and not yet checked. */
export interface IntegrationDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: StoredSettings;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** What an integration is when nobody says otherwise. Name, event types and URL have no default: they are required. */
export const DEFAULT_DRAFT: IntegrationDraft = {
  name: "",
  enabled: true,
  settings: {
    eventTypes: [],
    filter: null,
    url: "",
    method: "POST",
    headers: {},
    timeoutMs: DEFAULT_TIMEOUT_MS,
    bodyFormat: "payload",
    signing: { mode: "standard" },
    retry: DEFAULT_RETRY_POLICY,
    deadLetter: { autoRetry: null },
    credentialId: null,
    validation: null,
    transform: null,
    graphql: null,
    proxy: null,
    flow: DEFAULT_FLOW,
  },
};

/**
 * Complete what a caller said with `base`: the defaults, or for a partial update what is stored. Members are replaced
 * whole, except that `retry` and `flow` are completed member by member.
 *
 * @param stored what was shown to the caller, so that masks it sends back keep their values
 */
export function completeDraft(
  input: IntegrationInput,
  base: IntegrationDraft,
  stored: StoredSettings,
): IntegrationDraft {
  const { settings } = base;
  return {
    name: input.name ?? base.name,
    enabled: input.enabled ?? base.enabled,
    settings: {
      eventTypes: input.eventTypes ?? settings.eventTypes,
      // Null is a value here: it takes a filter away.
      filter: input.filter === undefined ? settings.filter : input.filter,
      url: input.url ?? settings.url,
      method: input.method ?? settings.method,
      headers: input.headers === undefined ? settings.headers : restoreMasked(input.headers, stored.headers),
      timeoutMs: input.timeoutMs ?? settings.timeoutMs,
      bodyFormat: input.bodyFormat ?? settings.bodyFormat,
      signing: input.signing ?? settings.signing,
      retry: {
        strategy: input.retry?.strategy ?? settings.retry.strategy,
        validation: input.retry?.validation ?? settings.retry.validation,
        maxRetryAfterMs: input.retry?.maxRetryAfterMs ?? settings.retry.maxRetryAfterMs,
      },
      deadLetter: input.deadLetter ?? settings.deadLetter,
      // Null is a value here: it takes the credential away. So it is for all below.
      credentialId: input.credentialId === undefined ? settings.credentialId : input.credentialId,
      validation: input.validation === undefined ? settings.validation : input.validation,
      transform: input.transform === undefined ? settings.transform : input.transform,
      graphql: chooseGraphql(input, settings.graphql),
      proxy: input.proxy === undefined ? settings.proxy : input.proxy,
      flow: completeFlow(input.flow, settings.flow),
    },
  };
}

function completeFlow(input: IntegrationInput["flow"], flow: FlowSettings): FlowSettings {
  if (input === undefined) return flow;
  const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  return { ...flow, ...said };
}
