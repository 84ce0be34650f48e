import { X } from "lucide-solid";
import { For, Show } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import { actorWord, chipsOf } from "./audit-words.ts";
import type { AuditFilterState, AuditSummary } from "./use-audit.ts";

const words = text.audit.filter;

/** What the log is narrowed to, each with its way out. */
export function AuditChips(props: {
  readonly state: AuditFilterState;
  readonly rows: readonly AuditSummary[];
}) {
  const nameOf = (id: string) => {
    const actor = props.rows.find((row) => row.actor.id === id)?.actor;
    return actor === undefined ? id : actorWord(actor);
  };
  const chips = () => chipsOf(props.state.filter(), nameOf);
  return (
    <Show when={chips().length > 0}>
      <ul aria-label={words.active} class="flex flex-wrap items-center gap-1.5">
        <For each={chips()}>
          {({ part, label, value }) => (
            <li class="inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-surface py-0.5 pr-1 pl-2.5 text-xs text-soft">
              <span class="min-w-0 truncate">
                {label}: <span class="font-medium text-ink">{value}</span>
              </span>
              <button
                type="button"
                aria-label={words.remove(`${label}: ${value}`)}
                class="grid size-5 shrink-0 place-items-center rounded-full text-faint hover:bg-sunken hover:text-ink"
                onClick={() => props.state.change({ [part]: null })}
              >
                <X class="size-3" aria-hidden="true" />
              </button>
            </li>
          )}
        </For>
        <li>
          <Button size="small" look="quiet" onClick={() => props.state.clear()}>
            {words.clearAll}
          </Button>
        </li>
      </ul>
    </Show>
  );
}
