import { type Component, lazy } from "solid-js";
import type { Permission } from "~/api/permission.ts";
import { text } from "~/text/index.ts";
import type { Member } from "./draft-changes.ts";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

export interface IntegrationTab {
  readonly value: string;
  readonly label: string;
  /** Without it the tab is not offered. */
  readonly permission?: Permission;
  /** Those that it edits: a dot on the tab says that one of them is not saved. */
  readonly members: readonly Member[];
  readonly panel: Component<IntegrationTabProps>;
}

const { tabs } = text.integrations;

/** Every side of an integration. Each comes when it is opened. */
export const INTEGRATION_TABS: readonly IntegrationTab[] = [
  { value: "overview", label: tabs.overview, members: [], panel: lazy(() => import("./overview-tab.tsx")) },
  {
    value: "target",
    label: tabs.target,
    members: [
      "name",
      "url",
      "method",
      "headers",
      "timeoutMs",
      "bodyFormat",
      "credentialId",
      "eventTypes",
      "filter",
    ],
    panel: lazy(() => import("./target-tab.tsx")),
  },
  {
    value: "validation",
    label: tabs.validation,
    members: ["validation"],
    panel: lazy(() => import("../editors/validation-tab.tsx")),
  },
  {
    value: "transform",
    label: tabs.transform,
    members: ["transform"],
    panel: lazy(() => import("../editors/transform-tab.tsx")),
  },
  {
    value: "graphql",
    label: tabs.graphql,
    members: ["protocol", "graphql"],
    panel: lazy(() => import("../editors/graphql-tab.tsx")),
  },
  {
    value: "signing",
    label: tabs.signing,
    members: ["signing"],
    panel: lazy(() => import("./signing-tab.tsx")),
  },
  {
    value: "retries",
    label: tabs.retries,
    members: ["retry", "deadLetter"],
    panel: lazy(() => import("./retries-tab.tsx")),
  },
  { value: "flow", label: tabs.flow, members: ["flow"], panel: lazy(() => import("./flow-tab.tsx")) },
  {
    value: "proxy",
    label: tabs.proxy,
    members: ["proxy"],
    panel: lazy(() => import("../proxy/proxy-tab.tsx")),
  },
  {
    value: "recovery",
    label: tabs.recovery,
    members: [],
    permission: "deliveries:read",
    panel: lazy(() => import("./recovery-tab.tsx")),
  },
  {
    value: "test",
    label: tabs.test,
    members: [],
    permission: "integrations:test",
    panel: lazy(() => import("./test-tab.tsx")),
  },
  { value: "json", label: tabs.json, members: [], panel: lazy(() => import("./json-tab.tsx")) },
  {
    value: "danger",
    label: tabs.danger,
    members: [],
    permission: "integrations:delete",
    panel: lazy(() => import("./danger-tab.tsx")),
  },
];
