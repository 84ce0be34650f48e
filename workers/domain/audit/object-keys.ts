/** Where an organization's audit log lies in R2: all of it below the organization's own prefix. */

export function segmentKey(orgId: string, firstSeq: number, lastSeq: number): string {
  // Padded, so that the order of the keys is the order of the entries.
  return `${orgId}/audit/${pad(firstSeq)}-${pad(lastSeq)}.ndjson`;
}

export function exportPrefix(orgId: string, exportId: string): string {
  return `${orgId}/audit-exports/${exportId}/`;
}

export function exportPartKey(orgId: string, exportId: string, part: number): string {
  return `${exportPrefix(orgId, exportId)}${pad(part)}`;
}

function pad(number: number): string {
  return String(number).padStart(12, "0");
}
