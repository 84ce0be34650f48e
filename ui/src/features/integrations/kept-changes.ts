import type { IntegrationChanges } from "./draft-changes.ts";

/** Changes that were thrown away and are wanted back on a page that was left meanwhile. */
const kept = new Map<string, IntegrationChanges>();

export function keepChanges(id: string, changes: IntegrationChanges): void {
  kept.set(id, changes);
}

export function takeKept(id: string): IntegrationChanges {
  const changes = kept.get(id) ?? {};
  kept.delete(id);
  return changes;
}
