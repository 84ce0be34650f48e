import type { Column } from "~/components/data-table/columns.ts";
import { Moment } from "~/components/moment.tsx";
import { text } from "~/text/index.ts";
import { actorWord, targetKindWord } from "./audit-words.ts";
import { OutcomeBadge } from "./outcome-badge.tsx";
import type { AuditSummary } from "./use-audit.ts";

const words = text.audit.column;

/** What is left out on a narrow screen stands there below the action. */
export const auditColumns: readonly Column<AuditSummary>[] = [
  {
    id: "action",
    header: words.action,
    width: "minmax(0, 2fr)",
    cell: ({ action, actor, target }) => (
      <>
        <span class="block truncate font-mono text-[13px]">{action}</span>
        <span class="block truncate text-xs text-faint md:hidden">
          <span class="sm:hidden">{target.name === null ? "" : `${target.name} · `}</span>
          {actorWord(actor)}
        </span>
      </>
    ),
  },
  {
    id: "actor",
    header: words.actor,
    width: "minmax(0, 1.6fr)",
    from: "md",
    cell: ({ actor }) => (
      <>
        <span class="block truncate">{actorWord(actor)}</span>
        <span class="block truncate text-xs text-faint">{text.audit.actorKinds[actor.kind]}</span>
      </>
    ),
  },
  {
    id: "target",
    header: words.target,
    width: "minmax(0, 2fr)",
    from: "sm",
    cell: ({ target }) => (
      <>
        <span class="block truncate">{target.name ?? targetKindWord(target.kind)}</span>
        <span class="block truncate text-xs text-faint">
          {target.name === null ? "" : `${targetKindWord(target.kind)} `}
          <code class="font-mono">{target.id}</code>
        </span>
      </>
    ),
  },
  {
    id: "outcome",
    header: words.outcome,
    width: "100px",
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
  },
  {
    id: "ip",
    header: words.ip,
    width: "minmax(0, 0.8fr)",
    from: "xl",
    cell: ({ ip }) => <span class="block truncate font-mono text-xs">{ip}</span>,
  },
  {
    id: "when",
    header: words.when,
    width: "76px",
    hasMoment: true,
    align: "end",
    cell: ({ at }) => <Moment at={at} />,
  },
];
