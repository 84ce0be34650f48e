import { useNavigate } from "@solidjs/router";
import { useMay } from "~/api/account.ts";
import { organizationId } from "~/api/client.ts";
import type { Permission } from "~/api/permission.ts";
import { setTheme, THEMES, theme } from "~/primitives/theme.ts";
import { timeStyle, turnTimeStyle } from "~/primitives/time-style.ts";
import { text } from "~/text/index.ts";
import { type Command, commands, doThere } from "./palette-state.ts";

interface Deed {
  /** The command's id on the page that can do it. */
  readonly id: string;
  readonly label: string;
  /** Below `/o/{organization}`. */
  readonly place: string;
  /** What it takes to see the place, and what to do it. */
  readonly permissions: readonly Permission[];
}

const DEEDS: readonly Deed[] = [
  {
    id: "integration.create",
    label: text.integrations.list.create,
    place: "/integrations",
    permissions: ["integrations:read", "integrations:create"],
  },
  {
    id: "new-source",
    label: text.sources.create,
    place: "/sources",
    permissions: ["sources:read", "sources:manage"],
  },
  {
    id: "new-event-type",
    label: text.eventTypes.create,
    place: "/event-types",
    permissions: ["catalogue:read", "catalogue:manage"],
  },
  {
    id: "new-lookup-table",
    label: text.lookupTables.create,
    place: "/lookup-tables",
    permissions: ["lookups:read", "lookups:manage"],
  },
  {
    id: "new-credential",
    label: text.credentials.create,
    place: "/credentials",
    permissions: ["credentials:read", "credentials:manage"],
  },
  {
    id: "invite",
    label: text.members.invite,
    place: "/members",
    permissions: ["members:read", "members:invite"],
  },
  { id: "new-role", label: text.roles.make, place: "/roles", permissions: ["roles:read", "roles:create"] },
  { id: "new-key", label: text.apiKeys.make, place: "/api-keys", permissions: ["keys:read", "keys:create"] },
  {
    id: "audit-export",
    label: text.audit.export.title,
    place: "/audit",
    permissions: ["audit:read", "audit:export"],
  },
];

/** What can be done from any page. What the page that is open offers itself is not said twice. */
export function useEverywhereCommands(): () => readonly Command[] {
  const may = useMay();
  const navigate = useNavigate();
  const words = text.shell.palette;
  return () => {
    const here = new Set(commands().map(({ id }) => id));
    const deeds = DEEDS.filter(({ id, permissions }) => !here.has(id) && permissions.every(may)).map(
      ({ id, label, place }): Command => ({
        id,
        label,
        run: () => {
          doThere(id);
          navigate(`/o/${organizationId()}${place}`);
        },
      }),
    );
    const verbs: Command[] = [
      ...(may("circuits:override")
        ? [{ id: "verb.turn", label: words.turnSome, fill: words.verbs.turn[0] }]
        : []),
      ...(may("integrations:test")
        ? [{ id: "verb.test", label: words.testSome, fill: words.verbs.test[0] }]
        : []),
    ].map(({ fill, ...command }) => ({ ...command, fill: `${fill} `, run: () => undefined }));
    const themes = THEMES.filter((choice) => choice !== theme()).map(
      (choice): Command => ({
        id: `theme.${choice}`,
        label: words.theme(text.shell.account.themes[choice]),
        run: () => setTheme(choice),
      }),
    );
    const times: Command = {
      id: "times",
      label: words.times(text.shell.account.timeStyles[timeStyle() === "relative" ? "absolute" : "relative"]),
      hint: "t",
      run: turnTimeStyle,
    };
    const account: Command = {
      id: "account",
      label: text.shell.account.open,
      run: () => navigate("/account"),
    };
    return [...deeds, ...verbs, ...themes, times, account];
  };
}
