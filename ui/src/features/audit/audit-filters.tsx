import { ListFilter } from "lucide-solid";
import { createMemo, createSignal } from "solid-js";
import { Button } from "~/components/button.tsx";
import { text } from "~/text/index.ts";
import { PickMenu } from "../deliveries/list/pick-menu.tsx";
import { TimeMenu } from "../deliveries/list/time-menu.tsx";
import { activeParts, isAction, OUTCOMES, type Outcome } from "./audit-filter.ts";
import { AuditSearch } from "./audit-search.tsx";
import { actorWord } from "./audit-words.ts";
import type { AuditFilterState, AuditSummary } from "./use-audit.ts";

const words = text.audit.filter;

const OUTCOME_OPTIONS = OUTCOMES.map((value) => ({ value, label: text.audit.outcomes[value] }));
const TARGETS = Object.entries(text.audit.targetKinds).map(([value, label]) => ({ value, label }));

interface AuditFiltersProps {
  readonly state: AuditFilterState;
  /** What is offered comes from what was found: nobody keeps a list of all who ever did something. */
  readonly rows: readonly AuditSummary[];
}

/** What the log can be narrowed by. On a narrow screen it is one button until it is needed. */
export function AuditFilters(props: AuditFiltersProps) {
  const [isOpen, setOpen] = createSignal(false);
  const filter = () => props.state.filter();
  const change = (changes: Parameters<AuditFilterState["change"]>[0]) => props.state.change(changes);
  const actors = createMemo(() => {
    const byId = new Map(props.rows.map(({ actor }) => [actor.id, actorWord(actor)]));
    return [...byId].map(([value, label]) => ({ value, label }));
  });
  const actions = createMemo(() => {
    const found = [...new Set(props.rows.map(({ action }) => action))].sort();
    const families = [...new Set(found.map((action) => `${action.split(".")[0]}.*`))];
    return [...families, ...found].map((value) => ({ value, label: value }));
  });
  return (
    <div role="group" aria-label={words.label} class="flex flex-wrap items-center gap-2">
      <AuditSearch value={filter().q} onChange={(q) => change({ q })} />
      <Button class="md:hidden" aria-expanded={isOpen()} onClick={() => setOpen(!isOpen())}>
        <ListFilter class="size-3.5" aria-hidden="true" />
        {words.show(activeParts(filter()).filter((part) => part !== "q").length)}
      </Button>
      <div class={`${isOpen() ? "flex" : "hidden"} w-full flex-wrap gap-2 md:flex md:w-auto`}>
        <PickMenu
          label={words.part.action}
          options={actions()}
          value={filter().action}
          onPick={(action) => change({ action })}
          typed={{
            placeholder: words.actionPlaceholder,
            check: (value) => (isAction(value) ? null : words.actionWrong),
          }}
        />
        <PickMenu
          label={words.part.actorId}
          options={actors()}
          value={filter().actorId}
          onPick={(actorId) => change({ actorId })}
          typed={{ placeholder: words.actorPlaceholder }}
        />
        <PickMenu
          label={words.part.targetKind}
          options={TARGETS}
          value={filter().targetKind}
          onPick={(targetKind) => change({ targetKind })}
          typed={{ placeholder: words.targetPlaceholder, onlyOptions: true }}
        />
        <PickMenu
          label={words.part.outcome}
          options={OUTCOME_OPTIONS}
          value={filter().outcome}
          onPick={(value) => change({ outcome: value as Outcome | null })}
        />
        <TimeMenu span={filter()} onChange={change} />
      </div>
    </div>
  );
}
