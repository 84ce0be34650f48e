import { ANY_ENTRY } from "#domain/audit/audit-filter";
import type { Services } from "#services/composition";
import { runAuditExport, startAuditExport } from "#services/run-audit-export";

/** How many entries a log must have before the one that is asked for. */
const ENTRIES_BEFORE = 9;

/**
 * An entry of the log, by its number. Numbers begin with 1 in every organization, and who joins, signs in or asks writes
 * entries there: this one's number is higher than any that the others can have, so that it means nothing to them.
 */
export async function makeAuditEntry(services: Services, orgId: string, marker: string): Promise<string> {
  for (let entry = 0; entry <= ENTRIES_BEFORE; entry++) {
    const id = services.createId("req");
    const record = {
      actor: { kind: "system", id: "gateway", name: "gateway" },
      action: "sample.made",
      target: { kind: "sample", id: marker },
      outcome: "succeeded",
      ip: "",
      requestId: id,
      before: null,
      after: null,
    } as const;
    await services.auditJournal.record(orgId, { id, record });
  }
  return String((await services.auditJournal.state(orgId)).head.seq);
}

/** An export that is finished, so that it can be downloaded. */
export async function makeExport(services: Services, orgId: string, marker: string): Promise<string> {
  await endExports(services, orgId);
  await makeAuditEntry(services, orgId, marker);
  const state = await services.auditJournal.state(orgId);
  const layout = { format: "ndjson", byteOrderMark: false } as const;
  const { id } = await startAuditExport(services, orgId, ANY_ENTRY, layout, state);
  await runAuditExport(services, orgId, id);
  return id;
}

/** The queue does it in a running gateway; only three may run at a time. */
export async function endExports(services: Services, orgId: string): Promise<void> {
  for (const { id, status } of await services.auditJournal.listExports(orgId)) {
    if (status === "running") await runAuditExport(services, orgId, id);
  }
}

/** Only one may run at a time, and going through all organizations of a test run takes long. */
export async function endRotations({ keyRotations, now }: Services): Promise<void> {
  for (const rotation of await keyRotations.list(5)) {
    if (rotation.status !== "running") continue;
    const claimed = await keyRotations.claim(rotation, now());
    if (claimed === null) continue;
    const { position } = claimed;
    await keyRotations.advance(claimed, { kind: "ended", status: "completed", position }, 0, now());
  }
}
