import { DEFAULT_CIRCUIT_POLICY } from "#domain/delivery/circuit-breaker";
import {
  DEFAULT_REQUEST_HEADERS,
  DEFAULT_RESPONSE_HEADERS,
  DEFAULT_TOTAL_TIMEOUT_MS,
} from "#domain/proxy/proxy-settings";
import type { Integration } from "~/features/integrations/draft-changes.ts";
import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";

/** Complete, as the gateway answers it: what a PATCH may leave out is there. */
export type ProxyDraft = Required<NonNullable<Integration["proxy"]>>;

/** What `"proxy": {}` means to the gateway. */
export const PROXY_START: ProxyDraft = {
  methods: ["GET", "HEAD"],
  path: { allow: [], strip: "", add: "", rewrite: [] },
  query: { allow: null, deny: [], rename: {}, set: {} },
  requestHeaders: [...DEFAULT_REQUEST_HEADERS],
  responseHeaders: [...DEFAULT_RESPONSE_HEADERS],
  totalTimeoutMs: DEFAULT_TOTAL_TIMEOUT_MS,
  hideCredential: true,
  transformRequest: null,
  transformResponse: null,
  cache: null,
  limits: { rate: null, concurrency: null },
  circuit: { ...DEFAULT_CIRCUIT_POLICY },
};

export interface ProxyForm {
  readonly draft: IntegrationDraft;
  readonly proxy: () => ProxyDraft;
  readonly set: (part: Partial<ProxyDraft>) => void;
  /** "/path/strip": what the gateway refuses there. */
  readonly errorAt: (pointer: string) => string | undefined;
  /** The same of everything below it, with the pointer that is left. */
  readonly errorsUnder: (
    pointer: string,
  ) => readonly { readonly pointer: string; readonly message: string }[];
  readonly off: () => boolean;
}

/** The proxy as a whole is one member of the integration: each card changes its part. */
export function createProxyForm(draft: IntegrationDraft): ProxyForm {
  const proxy = () => (draft.value().proxy ?? PROXY_START) as ProxyDraft;
  return {
    draft,
    proxy,
    set: (part) => draft.set({ proxy: { ...proxy(), ...part } }),
    errorAt: (pointer) => draft.errorAt(`/proxy${pointer}`),
    errorsUnder: (pointer) =>
      draft.errorsUnder(`/proxy${pointer}`).map((error) => ({
        ...error,
        pointer: error.pointer.slice(`/proxy${pointer}`.length),
      })),
    off: () => !draft.mayEdit(),
  };
}
