import type { AuditJournal } from "#domain/audit/ports";
import type { AuditObject } from "../../../durable-objects/audit.ts";
import { type Jurisdiction, within } from "./jurisdiction.ts";

export function createAuditJournal(
  namespace: DurableObjectNamespace<AuditObject>,
  jurisdiction: Jurisdiction,
): AuditJournal {
  const objects = within(namespace, jurisdiction);
  const log = (orgId: string) => objects.getByName(orgId);
  return {
    begin: (orgId, intent) => log(orgId).begin(orgId, intent),
    complete: (orgId, intent, ending) => log(orgId).complete(orgId, intent, ending),
    drop: (orgId, intentId) => log(orgId).drop(orgId, intentId),
    refuse: (orgId, intent) => log(orgId).refuse(orgId, intent),
    record: (orgId, record) => log(orgId).record(orgId, record),
    noteReading: (orgId, record) => log(orgId).noteReading(orgId, record),
    state: (orgId) => log(orgId).state(orgId),
    anchors: (orgId, after, through) => log(orgId).anchors(orgId, after, through),
    segmentBehind: (orgId, after) => log(orgId).segmentBehind(orgId, after),
    segmentAt: (orgId, time) => log(orgId).segmentAt(orgId, time),
    tidy: (orgId, plan) => log(orgId).tidy(orgId, plan),
    startExport: (orgId, wanted) => log(orgId).startExport(orgId, wanted),
    findExport: (orgId, id) => log(orgId).findExport(orgId, id),
    listExports: (orgId) => log(orgId).listExports(orgId),
    claimExport: (orgId, id) => log(orgId).claimExport(orgId, id),
    advanceExport: (orgId, id, lease, progress) => log(orgId).advanceExport(orgId, id, lease, progress),
    purge: (orgId) => log(orgId).purge(),
  };
}
