import { createContext, useContext } from "solid-js";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

/** Where on an integration's page a field is: its tab, and the member that a dot on the tab speaks of. */
export interface DraftPlace {
  readonly draft: IntegrationDraft;
  readonly tab: () => string;
  readonly member: () => string;
  /** What was typed into fields of tabs that were left, and cannot be read. */
  readonly unread: Map<string, string>;
  /** The fields that are on the page. */
  readonly shown: Set<string>;
}

export const DraftContext = createContext<DraftPlace>();

/** Undefined outside of an integration's page. */
export function useDraftPlace(): DraftPlace | undefined {
  return useContext(DraftContext);
}
