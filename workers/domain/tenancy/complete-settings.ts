import { DEFAULT_FLOW } from "../flow/flow-settings.ts";
import type { StoredSettings } from "./stored-settings.ts";

/** Members that came later than the first integrations: what is stored may lack them. */
type Younger = "credentialId" | "transform" | "validation" | "graphql" | "proxy" | "flow";

export type StoredEver = Omit<StoredSettings, Younger> & Partial<Pick<StoredSettings, Younger>>;

/** Stored settings as if they had been saved today. */
export function completeSettings(stored: StoredEver): StoredSettings {
  return {
    ...stored,
    credentialId: stored.credentialId ?? null,
    transform: stored.transform ?? null,
    validation: stored.validation ?? null,
    graphql: stored.graphql ?? null,
    proxy: stored.proxy ?? null,
    flow: stored.flow ?? DEFAULT_FLOW,
  };
}
