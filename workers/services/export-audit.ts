import { type ExportLayout, MAX_STREAMED_ENTRIES } from "#domain/audit/audit-export";
import type { AuditFilter } from "#domain/audit/audit-filter";
import type { AuditState } from "#domain/audit/ports";
import { Problem } from "#domain/problem";
import type { AuditServices } from "./audit-services.ts";
import { rendererOf } from "./render-audit.ts";
import { matchingEntries, rangeOf, type ScanServices } from "./scan-audit.ts";

type Services = ScanServices & Pick<AuditServices, "csvRows">;

export interface StreamedExport {
  readonly mediaType: string;
  readonly body: ReadableStream<Uint8Array>;
}

/** `after` and `count` let a program walk the log: entries behind this number, at most so many looked at. */
export interface Walk {
  readonly after: number | null;
  readonly count: number | null;
}

/** Entries in ascending order, streamed while they are read: nothing of the whole is ever in memory. */
export async function streamAudit(
  services: Services,
  orgId: string,
  filter: AuditFilter,
  layout: ExportLayout,
  walk: Walk,
  state: AuditState,
): Promise<StreamedExport> {
  const whole = await rangeOf(services, orgId, filter, state);
  const after = Math.max(whole.after, walk.after ?? 0);
  const through = walk.count === null ? whole.through : Math.min(whole.through, after + walk.count);
  if (through - after > MAX_STREAMED_ENTRIES) {
    throw new Problem(
      "malformed_request",
      `That are ${through - after} entries, and one answer carries at most ${MAX_STREAMED_ENTRIES}. Narrow from and to, walk with after and count, or have it exported in the background: POST /api/v1/audit/exports.`,
    );
  }
  const renderer = rendererOf(services, layout);
  const pages = matchingEntries(services, orgId, filter, { after, through }, state);
  return { mediaType: renderer.mediaType, body: toStream(texts()) };

  async function* texts(): AsyncGenerator<string> {
    yield renderer.beginning;
    let isFirst = true;
    for await (const { matching } of pages) {
      yield renderer.rows(matching, isFirst);
      isFirst &&= matching.length === 0;
    }
    yield renderer.end;
  }
}

function toStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
