import type { SourceRecord } from "#domain/ingress/source";
import { findSource } from "./find-source.ts";
import type { SourceServices } from "./source-services.ts";
import { untilUnchanged } from "./until-unchanged.ts";

/** Answers what is gone. Its addresses lead nowhere; what it took is on its way, and stays in the log. */
export async function deleteSource(
  services: SourceServices,
  orgId: string,
  id: string,
  expectedUpdatedAt: number | null,
): Promise<SourceRecord> {
  const gone = await untilUnchanged(expectedUpdatedAt, async (expect) => {
    const current = await findSource(services, orgId, id);
    expect(current);
    return (await services.sourceRepository.remove(orgId, id, current.updatedAt)) ? current : null;
  });
  services.sourceDirectory.forget();
  return gone;
}
