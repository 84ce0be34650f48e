import {
  Activity,
  ArrowLeftRight,
  Bell,
  BookOpen,
  Cable,
  CircuitBoard,
  Inbox,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  MailX,
  ScrollText,
  Settings,
  ShieldCheck,
  Table2,
  Users,
  Vault,
} from "lucide-solid";
import type { Component } from "solid-js";
import type { Permission } from "~/api/permission.ts";
import { text } from "~/text/index.ts";
import type { BadgeName } from "./use-badges.ts";

export interface Place {
  /** Below `/o/{organization}`. */
  readonly path: string;
  readonly label: string;
  readonly icon: Component<{ class?: string; "aria-hidden"?: "true" }>;
  /** Without it the place is not offered. */
  readonly permission: Permission;
  /** The key after "g". */
  readonly key: string;
  /** What is counted beside it. */
  readonly badge?: BadgeName;
}

interface PlaceGroup {
  readonly label: string;
  readonly places: readonly Place[];
}

const { nav } = text.shell;

/** Every view of an organization, in the order in which they are offered. The palette and the keys read it too. */
export const PLACE_GROUPS: readonly PlaceGroup[] = [
  {
    label: nav.operate,
    places: [
      { path: "", label: nav.overview, icon: LayoutDashboard, permission: "deliveries:read", key: "o" },
      { path: "/deliveries", label: nav.deliveries, icon: Activity, permission: "deliveries:read", key: "d" },
      {
        path: "/proxy-calls",
        label: nav.proxyCalls,
        icon: ArrowLeftRight,
        permission: "deliveries:read",
        key: "p",
      },
      {
        path: "/dead-letters",
        label: nav.deadLetters,
        icon: MailX,
        permission: "deadletters:read",
        key: "x",
        badge: "deadLetters",
      },
      {
        path: "/circuits",
        label: nav.circuits,
        icon: CircuitBoard,
        permission: "integrations:read",
        key: "c",
        badge: "circuitsNotClosed",
      },
      {
        path: "/alerts",
        label: nav.alerts,
        icon: Bell,
        permission: "integrations:read",
        key: "a",
        badge: "openAlerts",
      },
      {
        path: "/jobs",
        label: nav.jobs,
        icon: ListChecks,
        permission: "jobs:read",
        key: "j",
        badge: "runningJobs",
      },
    ],
  },
  {
    label: nav.connect,
    places: [
      {
        path: "/integrations",
        label: nav.integrations,
        icon: Cable,
        permission: "integrations:read",
        key: "i",
      },
      { path: "/sources", label: nav.sources, icon: Inbox, permission: "sources:read", key: "s" },
      { path: "/event-types", label: nav.catalogue, icon: BookOpen, permission: "catalogue:read", key: "e" },
      { path: "/lookup-tables", label: nav.lookups, icon: Table2, permission: "lookups:read", key: "t" },
      {
        path: "/credentials",
        label: nav.credentials,
        icon: Vault,
        permission: "credentials:read",
        key: "v",
        badge: "brokenCredentials",
      },
    ],
  },
  {
    label: nav.govern,
    places: [
      { path: "/members", label: nav.members, icon: Users, permission: "members:read", key: "m" },
      { path: "/roles", label: nav.roles, icon: ShieldCheck, permission: "roles:read", key: "r" },
      { path: "/api-keys", label: nav.keys, icon: KeyRound, permission: "keys:read", key: "k" },
      { path: "/audit", label: nav.audit, icon: ScrollText, permission: "audit:read", key: "l" },
      { path: "/settings", label: nav.settings, icon: Settings, permission: "organization:read", key: "," },
    ],
  },
];

export const PLACES: readonly Place[] = PLACE_GROUPS.flatMap(({ places }) => places);
