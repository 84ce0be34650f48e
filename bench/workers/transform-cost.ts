import type { GatewayEvent } from "#domain/event";
import { NO_HOST_RULES } from "#domain/tenancy/host-rules";
import { DEFAULT_DRAFT } from "#domain/tenancy/integration-draft";
import type { Integration } from "#domain/tenancy/organization-config";
import { composeServices } from "#services/composition";
import { shapeMessages } from "#services/shape-messages";
import gateway from "../../workers/gateway.ts";

export * from "../../workers/gateway.ts";

const MAPPING = {
  order: "{{payload.id}}",
  lines: {
    $each: "payload.items",
    where: { "item.qty": { $gt: 0 } },
    do: {
      sku: "{{item.sku | upper}}",
      price: "{{item.cents | divide: 100 | number: 2}}",
      text: "{{item.text}}",
    },
  },
};
const SOURCE = `function transform(payload) {
  const lines = payload.items.filter((item) => item.qty > 0).map((item) => ({
    sku: item.sku.toUpperCase(), price: (item.cents / 100).toFixed(2), text: item.text,
  }));
  return { order: payload.id, lines };
}`;
const TRANSFORMS = {
  none: null,
  simple: { kind: "simple", mapping: MAPPING },
  script: { kind: "script", source: SOURCE },
} as const;

/** The gateway with one more path: the same event is transformed `runs` times, `group` of them to one time in ms, because the clock has no finer steps. */
export default {
  ...gateway,
  async fetch(request, env, context) {
    const url = new URL(request.url);
    if (url.pathname !== "/bench/transform") return gateway.fetch(request, env, context);
    const kind = url.searchParams.get("kind") as keyof typeof TRANSFORMS;
    const payload = payloadOf(Number(url.searchParams.get("bytes")));
    const services = composeServices(env);
    const integration = integrationWith(kind);
    const group = Number(url.searchParams.get("group"));
    const times: number[] = [];
    for (let run = 0; run < Number(url.searchParams.get("runs")); run++) {
      const startedAt = performance.now();
      for (let n = 0; n < group; n++) {
        // Another organization each time: one alone would have to rest after some hundred scripts.
        const organization = { ...integration.organization, id: `org_bench_${run}_${n}` };
        const shaped = await shapeMessages(services, { ...integration, organization }, eventOf(run), payload);
        if (shaped.kind !== "messages") return Response.json({ failed: shaped }, { status: 500 });
      }
      times.push((performance.now() - startedAt) / group);
    }
    return Response.json({ times, bytes: payload.length });
  },
} satisfies ExportedHandler<Env>;

function payloadOf(bytes: number): string {
  const item = (n: number) => ({ sku: `sku-${n}`, qty: n % 4, cents: 1_000 + n, text: "a line of an order" });
  const items = [item(0)];
  while (JSON.stringify({ id: 1, items }).length < bytes) items.push(item(items.length));
  return JSON.stringify({ id: 1, items });
}

function integrationWith(kind: keyof typeof TRANSFORMS): Integration {
  const settings = {
    ...DEFAULT_DRAFT.settings,
    url: "https://example.com/",
    headers: {},
    transform: TRANSFORMS[kind],
  };
  return {
    id: "int_bench",
    name: "bench",
    enabled: true,
    switchedOff: null,
    eventTypes: settings.eventTypes,
    filter: null,
    settings,
    lockedHeaders: [],
    secrets: [],
    hostRules: NO_HOST_RULES,
    organization: { id: "org_bench", name: "Bench", region: "eu", variables: {} },
    credential: null,
  };
}

function eventOf(run: number): GatewayEvent {
  return {
    id: `evt_${run}`,
    type: "order.created",
    payload: { kind: "inline", json: "" },
    occurredAt: null,
    labels: {},
    acceptedAt: 1_770_000_000_000,
    correlationId: "bench",
  };
}
