import type { IntegrationDraft } from "~/features/integrations/use-integration-draft.tsx";

/** What a tab wants to find again when one comes back to it: it lives as long as the page, not as long as the tab. */
export function perDraft<Kept>(make: (draft: IntegrationDraft) => Kept): (draft: IntegrationDraft) => Kept {
  const all = new WeakMap<IntegrationDraft, Kept>();
  return (draft) => {
    const known = all.get(draft);
    if (known !== undefined) return known;
    const made = make(draft);
    all.set(draft, made);
    return made;
  };
}
