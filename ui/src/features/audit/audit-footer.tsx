import { Match, Show, Switch } from "solid-js";
import { Button } from "~/components/button.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import type { AuditList } from "./use-audit.ts";

const words = text.audit.footer;

/** How much of the log stands here, and where the rest is. */
export function AuditFooter(props: { readonly list: AuditList }) {
  return (
    <div class="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1" role="status">
      <Switch fallback={words.all(props.list.rows().length, count(props.list.rows().length))}>
        <Match when={props.list.query.isFetchingNextPage}>{words.more}</Match>
        <Match when={props.list.query.hasNextPage}>
          <Button size="small" onClick={() => props.list.loadMore()}>
            {words.further}
          </Button>
        </Match>
      </Switch>
      <Show when={props.list.archive()}>
        {(archive) => <span>{words.archive(count(archive().firstSeq), count(archive().lastSeq))}</span>}
      </Show>
    </div>
  );
}
