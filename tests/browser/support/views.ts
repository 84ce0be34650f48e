import type { Page } from "playwright-core";
import type { Stage, Viewer } from "./stage.ts";

/** One thing that the dashboard can show. Its name is its picture's. */
export interface View {
  readonly name: string;
  /** As ui/src/routes.tsx and ui/src/app.tsx have it. */
  readonly route: string;
  /** Below the organization; `/sign-in`, `/accept` and `/account` below the dashboard itself. */
  readonly place: (stage: Stage) => string;
  /** The owner, unless somebody else is named. */
  readonly by?: Viewer;
  /** Brings what no address leads to: a dialog, a menu. */
  readonly open?: (page: Page) => Promise<void>;
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page
    .getByRole("button", typeof name === "string" ? { name, exact: true } : { name })
    .first()
    .click();
};
const dialog = (name: string | RegExp) => async (page: Page) => {
  await press(name)(page);
  await page.getByRole("dialog").waitFor();
};

/** The same place under several tabs. */
function tabs(
  name: string,
  route: string,
  place: (stage: Stage) => string,
  values: readonly string[],
): readonly View[] {
  return values.map((value) => ({
    name: `${name}-${value}`,
    route,
    place: (stage) => `${place(stage)}?tab=${value}`,
  }));
}

/** A list without anything in it, as a new organization sees it. */
const empty = (name: string, route = `/${name}`): View => ({
  name: `${name}-empty`,
  route,
  place: () => route,
  by: "newcomer",
});

/** A place that somebody may not see. */
const forbidden = (name: string, place: (stage: Stage) => string, route = `/${name}`): View => ({
  name: `${name}-forbidden`,
  route,
  place,
  by: "support",
});

const integration = (which: string) => (stage: Stage) => `/integrations/${stage.integrations[which]}`;
const delivery = (which: keyof Stage["deliveries"]) => (stage: Stage) =>
  `/deliveries/${stage.deliveries[which]}`;
const source = (stage: Stage) => `/sources/${stage.sourceId}`;

const OPERATE: readonly View[] = [
  { name: "overview", route: "/", place: () => "" },
  { name: "overview-7d", route: "/", place: () => "?range=7d" },
  { name: "overview-empty", route: "/", place: () => "", by: "newcomer" },
  { name: "deliveries", route: "/deliveries", place: () => "/deliveries?live=off" },
  {
    name: "deliveries-filtered",
    route: "/deliveries",
    place: () => "/deliveries?status=dead_lettered,retrying&range=24h&live=off",
  },
  { name: "deliveries-none", route: "/deliveries", place: () => "/deliveries?text=nothing-like-it&live=off" },
  empty("deliveries"),
  { name: "delivery", route: "/deliveries/:id", place: delivery("dead") },
  { name: "delivery-recovered", route: "/deliveries/:id", place: delivery("recovered") },
  ...tabs("delivery", "/deliveries/:id", delivery("recovered"), ["payload", "compare", "schedule", "event"]),
  { name: "delivery-delivered", route: "/deliveries/:id", place: delivery("delivered") },
  { name: "delivery-held", route: "/deliveries/:id", place: delivery("held") },
  { name: "delivery-in-lane", route: "/deliveries/:id", place: delivery("inLane") },
  {
    name: "delivery-unknown",
    route: "/deliveries/:id",
    place: () => "/deliveries/dlv_01m8brg82w0ts8q5d173hhdcrb",
  },
  { name: "event", route: "/events/:id", place: ({ eventId }) => `/events/${eventId}` },
  { name: "proxy-calls", route: "/proxy-calls", place: () => "/proxy-calls" },
  {
    name: "proxy-calls-filtered",
    route: "/proxy-calls",
    place: () => "/proxy-calls?gatewayError=method_not_allowed&range=24h",
  },
  empty("proxy-calls"),
  { name: "proxy-call", route: "/proxy-calls/:id", place: ({ calls }) => `/proxy-calls/${calls.answered}` },
  {
    name: "proxy-call-refused",
    route: "/proxy-calls/:id",
    place: ({ calls }) => `/proxy-calls/${calls.refused}`,
  },
  {
    name: "integration-proxy",
    route: "/integrations/:id",
    place: ({ integrations }) => `/integrations/${integrations.called}?tab=proxy`,
  },
  { name: "integration-new-calls", route: "/integrations/new", place: () => "/integrations/new?for=calls" },
  { name: "dead-letters", route: "/dead-letters", place: () => "/dead-letters" },
  {
    name: "dead-letters-chosen",
    route: "/dead-letters",
    place: () => "/dead-letters",
    open: async (page) => {
      await page.locator("[data-index]").getByRole("checkbox").nth(1).click();
      await page.getByRole("button", { name: "Retry these" }).waitFor();
    },
  },
  empty("dead-letters"),
  { name: "circuits", route: "/circuits", place: () => "/circuits" },
  {
    name: "circuit-drawer",
    route: "/circuits",
    place: ({ integrations }) => `/circuits?integration=${integrations.warehouse}`,
  },
  empty("circuits"),
  { name: "alerts", route: "/alerts", place: () => "/alerts" },
  ...tabs("alerts", "/alerts", () => "/alerts", ["rules", "notices"]),
  { name: "alert-rule-new", route: "/alerts", place: () => "/alerts?tab=rules&rule=new" },
  empty("alerts"),
  { name: "alerts-rules-empty", route: "/alerts", place: () => "/alerts?tab=rules", by: "newcomer" },
  forbidden("alerts", () => "/alerts"),
  { name: "jobs", route: "/jobs", place: () => "/jobs" },
  empty("jobs"),
];

const CONNECT: readonly View[] = [
  { name: "integrations", route: "/integrations", place: () => "/integrations" },
  { name: "integrations-table", route: "/integrations", place: () => "/integrations?look=table" },
  empty("integrations"),
  {
    name: "integration-pause",
    route: "/integrations/:id",
    place: integration("orders"),
    open: async (page) => {
      await press("More about pausing")(page);
      await page.getByRole("menuitem", { name: /^Pause with a reason/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "integration-new", route: "/integrations/new", place: () => "/integrations/new" },
  { name: "integration", route: "/integrations/:id", place: integration("orders") },
  { name: "integration-unwell", route: "/integrations/:id", place: integration("warehouse") },
  { name: "integration-lanes", route: "/integrations/:id", place: integration("lanes") },
  ...tabs("integration", "/integrations/:id", integration("mapped"), [
    "target",
    "validation",
    "transform",
    "signing",
    "retries",
    "flow",
    "recovery",
    "test",
    "json",
    "danger",
  ]),
  {
    name: "integration-script",
    route: "/integrations/:id",
    place: (stage) => `${integration("scripted")(stage)}?tab=transform`,
  },
  {
    name: "integration-graphql",
    route: "/integrations/:id",
    place: (stage) => `${integration("graphql")(stage)}?tab=graphql`,
  },
  {
    name: "integration-variables",
    route: "/integrations/:id",
    place: (stage) => `${integration("mapped")(stage)}?tab=transform`,
    open: dialog("Variables"),
  },
  {
    name: "integration-test-sent",
    route: "/integrations/:id",
    place: (stage) => `${integration("mapped")(stage)}?tab=test`,
    open: async (page) => {
      await press("Send now")(page);
      await page.getByRole("status", { name: "Outcome of the test" }).waitFor();
    },
  },
  { name: "sources", route: "/sources", place: () => "/sources" },
  empty("sources"),
  forbidden("sources", () => "/sources"),
  { name: "source-new", route: "/sources/new", place: () => "/sources/new" },
  { name: "source-new-form", route: "/sources/new", place: () => "/sources/new?provider=stripe" },
  { name: "source", route: "/sources/:id", place: source },
  ...tabs("source", "/sources/:id", source, ["rejected", "secrets", "settings"]),
  {
    name: "source-rejected-drawer",
    route: "/sources/:id",
    place: (stage) => `${source(stage)}?tab=rejected&request=${stage.rejectedId}`,
  },
  { name: "event-types", route: "/event-types", place: () => "/event-types" },
  {
    name: "event-type-new",
    route: "/event-types",
    place: () => "/event-types",
    open: dialog("New event type"),
  },
  { name: "event-type", route: "/event-types/:name", place: () => "/event-types/order.created" },
  ...tabs("event-type", "/event-types/:name", () => "/event-types/order.created", [
    "send",
    "subscribers",
    "validation",
  ]),
  { name: "lookup-tables", route: "/lookup-tables", place: () => "/lookup-tables" },
  empty("lookup-tables"),
  {
    name: "lookup-table-new",
    route: "/lookup-tables",
    place: () => "/lookup-tables",
    open: dialog("New lookup table"),
  },
  { name: "lookup-table", route: "/lookup-tables/:name", place: () => "/lookup-tables/countries" },
  ...tabs("lookup-table", "/lookup-tables/:name", () => "/lookup-tables/countries", ["versions", "settings"]),
  { name: "credentials", route: "/credentials", place: () => "/credentials" },
  empty("credentials"),
  {
    name: "credential-new",
    route: "/credentials",
    place: () => "/credentials",
    open: dialog("New credential"),
  },
  {
    name: "credential",
    route: "/credentials/:id",
    place: ({ credentialId }) => `/credentials/${credentialId}`,
  },
];

const GOVERN: readonly View[] = [
  { name: "members", route: "/members", place: () => "/members" },
  forbidden("members", () => "/members"),
  { name: "roles", route: "/roles", place: () => "/roles" },
  { name: "role", route: "/roles/:id", place: ({ roleId }) => `/roles/${roleId}` },
  { name: "api-keys", route: "/api-keys", place: () => "/api-keys" },
  { name: "audit", route: "/audit", place: () => "/audit" },
  forbidden("audit", () => "/audit"),
  { name: "settings", route: "/settings", place: () => "/settings" },
  ...tabs("settings", "/settings", () => "/settings", ["usage", "policy", "variables", "below"]),
];

const SHELL: readonly View[] = [
  { name: "sign-in", route: "/sign-in", place: () => "/sign-in", by: "stranger" },
  {
    name: "accept",
    route: "/accept",
    place: ({ invitation }) => `/accept#${invitation}`,
    by: "stranger",
  },
  { name: "account", route: "/account", place: () => "/account" },
  { name: "not-found", route: "*", place: () => "/no-such-page" },
  {
    name: "palette",
    route: "/",
    place: () => "",
    open: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "keys", route: "/deliveries", place: () => "/deliveries?live=off", open: keys },
];

async function keys(page: Page): Promise<void> {
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
}

/** Every view: what the pictures are taken of, and what axe judges. A route without one fails a test. */
export const VIEWS: readonly View[] = [...OPERATE, ...CONNECT, ...GOVERN, ...SHELL];

/** Outside of every organization. */
const ABOVE = ["/sign-in", "/accept", "/account"];

/** Its address, for whoever looks at it. */
export function addressOf({ place, route, by = "owner" }: View, stage: Stage): string {
  const { world, emptyOrgId } = stage;
  const below = ABOVE.includes(route) ? "" : `/o/${by === "newcomer" ? emptyOrgId : world.orgId}`;
  return `${world.dashboardUrl}${below}${place(stage)}`;
}
