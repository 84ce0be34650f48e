import type { Integration } from "./draft-changes.ts";
import type { IntegrationDraft } from "./use-integration-draft.tsx";

export type Flow = Integration["flow"];

export interface FlowForm {
  readonly flow: () => Flow;
  readonly set: (part: Partial<Flow>) => void;
  /** "/rate/limit": what the gateway refuses there. */
  readonly errorAt: (pointer: string) => string | undefined;
  readonly errorsUnder: (pointer: string) => readonly { readonly message: string }[];
  readonly off: () => boolean;
}

/** The flow as a whole is one member of the integration: each section changes its part. */
export function createFlowForm(draft: IntegrationDraft): FlowForm {
  const flow = () => draft.value().flow;
  return {
    flow,
    set: (part) => draft.set({ flow: { ...flow(), ...part } }),
    errorAt: (pointer) => draft.errorAt(`/flow${pointer}`),
    errorsUnder: (pointer) => draft.errorsUnder(`/flow${pointer}`),
    off: () => !draft.mayEdit(),
  };
}
