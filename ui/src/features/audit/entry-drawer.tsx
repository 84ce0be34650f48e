import { Match, Show, Switch } from "solid-js";
import { CodeView } from "~/components/code/code-view.tsx";
import { DiffView } from "~/components/code/diff-view.tsx";
import { Id } from "~/components/copy.tsx";
import { Drawer } from "~/components/drawer.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { text } from "~/text/index.ts";
import { ChangeList } from "./change-list.tsx";
import { asLines, kindOf, withoutMoment } from "./entry-changes.ts";
import { EntryFacts } from "./entry-facts.tsx";
import { type AuditEntry, useAuditEntry } from "./use-audit.ts";

const words = text.audit.entry;

interface EntryDrawerProps {
  /** Null keeps it closed. */
  readonly seq: string | null;
  readonly onClose: () => void;
}

/** One entry: who did what, and the difference that it made. */
export function EntryDrawer(props: EntryDrawerProps) {
  const query = useAuditEntry(() => props.seq);
  return (
    <Drawer
      open={props.seq !== null}
      onClose={props.onClose}
      title={query.data?.action ?? words.title(Number(props.seq))}
      subtitle={words.title(Number(props.seq))}
    >
      <QueryView query={query} permission="audit:read">
        {(entry) => (
          <div class="flex flex-col gap-5">
            <EntryFacts entry={entry()} />
            <Difference entry={entry()} />
            <Card title={words.chain}>
              <dl class="grid gap-x-5 gap-y-1 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
                <dt class="text-faint">{words.hash}</dt>
                <dd class="min-w-0">
                  <Id value={entry().hash} />
                </dd>
                <dt class="text-faint">{words.previousHash}</dt>
                <dd class="min-w-0">
                  <Id value={entry().previousHash} />
                </dd>
              </dl>
            </Card>
          </div>
        )}
      </QueryView>
    </Drawer>
  );
}

function Difference(props: { readonly entry: AuditEntry }) {
  const kind = () => kindOf(props.entry);
  const changes = () => withoutMoment(props.entry.changes);
  const only = () => (kind() === "made" ? props.entry.after : props.entry.before);
  return (
    <Switch fallback={<p class="text-sm text-faint">{words.nothingNoted}</p>}>
      <Match when={kind() === "changed"}>
        <Card title={words.changes}>
          <Show when={changes().length > 0} fallback={<p class="text-sm text-faint">{words.same}</p>}>
            <ChangeList changes={changes()} />
            <h3 class="mt-5 mb-2 text-[13px] font-medium text-soft">{words.whole}</h3>
            <DiffView
              label={words.whole}
              before={asLines(props.entry.before)}
              after={asLines(props.entry.after)}
            />
          </Show>
        </Card>
      </Match>
      <Match when={kind() !== "nothing"}>
        <Card title={titleOf(props.entry)}>
          <CodeView label={titleOf(props.entry)} value={asLines(only())} maxHeightPx={560} />
        </Card>
      </Match>
    </Switch>
  );
}

/** Many a thing is only noted, as what somebody asked of the log: to call that made would be wrong. */
function titleOf(entry: AuditEntry): string {
  if (kindOf(entry) === "removed") return words.removed;
  return entry.action.endsWith(".created") ? words.made : words.noted;
}
