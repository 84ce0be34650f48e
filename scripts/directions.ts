import type { ICruiseOptions, IForbiddenRuleType } from "dependency-cruiser";

/** Who may import whom; docs/architecture.md draws it. `npm run check:directions` judges it. */
const rooms = {
  domain: "^workers/domain/",
  services: "^workers/services/",
  adapters: "^workers/adapters/",
  connectors: "^workers/connectors/",
  sandbox: "^workers/sandbox/",
  http: "^workers/http/",
  queues: "^workers/queues/",
  cron: "^workers/cron/",
  objects: "^durable-objects/",
  entry: "^workers/gateway\\.ts$",
  dashboard: "^ui/",
};
const composition = "^workers/services/composition\\.ts$";
const tests = "\\.test\\.ts$";

/** What the dashboard may ask while somebody types (docs/decisions/0037-the-dashboard-asks-pure-decisions.md). */
const askedByDashboard =
  "^workers/domain/(transformation/|routing/event-type-pattern\\.ts$|sandbox/limits\\.ts$|delivery/circuit-breaker\\.ts$|proxy/(proxy-settings|map-path|map-query|path-pattern)\\.ts$)";

interface Directions {
  readonly forbidden: IForbiddenRuleType[];
  readonly options: ICruiseOptions;
}

const only = (
  name: string,
  comment: string,
  from: string,
  allowed: string | string[],
): IForbiddenRuleType => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: tests },
  to: { path: "^(workers|durable-objects|ui|scripts|bench|tests)/", pathNot: allowed },
});

export const directions: Directions = {
  forbidden: [
    only("domain-is-pure", "The domain imports itself and nothing else.", rooms.domain, rooms.domain),
    {
      name: "domain-uses-no-package",
      comment: "The domain uses no package and no platform module: it must run anywhere, in milliseconds.",
      severity: "error",
      from: { path: rooms.domain, pathNot: tests },
      to: { dependencyTypesNot: ["local", "aliased-subpath-import", "type-only"], pathNot: rooms.domain },
    },
    {
      name: "services-use-ports",
      comment: "Services receive ports. Only composition.ts joins them to adapters.",
      severity: "error",
      from: { path: rooms.services, pathNot: [composition, tests] },
      to: { path: "^(workers/|durable-objects/)", pathNot: [rooms.domain, rooms.services] },
    },
    only("adapters-know-the-domain", "Adapters make the domain's ports real.", rooms.adapters, [
      rooms.domain,
      rooms.adapters,
      rooms.objects,
    ]),
    only(
      "connectors-know-the-domain",
      "A provider's folder knows what inbound requests are, and nothing of us.",
      rooms.connectors,
      [rooms.domain, rooms.connectors],
    ),
    only(
      "sandbox-knows-the-domain",
      "The cage knows what it is asked, and nothing of who asks.",
      rooms.sandbox,
      [rooms.domain, rooms.sandbox],
    ),
    only("objects-ask-the-domain", "Durable Objects load, ask the domain, store.", rooms.objects, [
      rooms.domain,
      rooms.objects,
    ]),
    {
      name: "outer-rooms-use-services",
      comment: "http, queues and cron go through services; adapters are none of their business.",
      severity: "error",
      from: { path: [rooms.http, rooms.queues, rooms.cron], pathNot: tests },
      to: { path: [rooms.adapters, rooms.objects] },
    },
    only(
      "dashboard-knows-the-api",
      "The dashboard knows the gateway through its OpenAPI document, and a few decisions that need no server.",
      rooms.dashboard,
      [rooms.dashboard, askedByDashboard],
    ),
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: { pathNot: tests },
      to: { couldNotResolve: true, pathNot: "^cloudflare:" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "worker-configuration" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default"],
      extensions: [".ts", ".tsx", ".js"],
    },
  },
};
