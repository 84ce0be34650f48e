import { createOverviewRecords } from "../../workers/adapters/d1/overview-records.ts";
import type { OverviewWindow } from "../../workers/domain/overview/overview-window.ts";
import gateway from "../../workers/gateway.ts";
import { composeServices } from "../../workers/services/composition.ts";
import { createOverviewWatch } from "../../workers/services/show-overview.ts";
import { deliveryOf } from "../delivery-records.ts";

export * from "../../workers/gateway.ts";

interface Range {
  readonly orgId: string;
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly now: number;
  readonly integrationIds: readonly string[];
}

/**
 * The gateway with two more paths: it records deliveries of a range as a run does, and makes an overview as an isolate does
 * that has never made one.
 */
export default {
  ...gateway,
  async fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname === "/bench/fill-deliveries") {
      const { orgId, from, to, total, now, integrationIds } = (await request.json()) as Range;
      const records = Array.from({ length: to - from }, (_, offset) =>
        deliveryOf(from + offset, total, now, integrationIds),
      );
      await composeServices(env).log.record(orgId, records, []);
      return Response.json({ recorded: records.length });
    }
    if (url.pathname === "/bench/cold-overview") {
      const watch = createOverviewWatch({ overviewRecords: createOverviewRecords(env.DB), now: Date.now });
      const { searchParams } = url;
      const window = (searchParams.get("window") ?? "24h") as OverviewWindow;
      const { buckets } = await watch.show(
        searchParams.get("org") ?? "",
        window,
        searchParams.get("integrationId"),
      );
      return Response.json({ looked: buckets.reduce((sum, { tally }) => sum + tally.looked, 0) });
    }
    return gateway.fetch(request, env, context);
  },
} satisfies ExportedHandler<Env>;
