import { Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import type { EventType } from "./event-type-queries.ts";
import { MetricsCard } from "./metrics-card.tsx";
import { RejectedEventsCard } from "./rejected-events-card.tsx";
import { ReportCard } from "./report-card.tsx";
import type { TypeDraft } from "./type-draft.ts";

/** What checking would do, what it did, and what it refused. */
export function ValidationTab(props: { readonly type: EventType; readonly draft: TypeDraft }) {
  const may = useMay();
  return (
    <div class="flex flex-col gap-5">
      <Show when={may("catalogue:manage")}>
        <ReportCard name={props.type.name} draft={props.draft} />
      </Show>
      <MetricsCard name={props.type.name} />
      <Show when={may("events:read")}>
        <RejectedEventsCard name={props.type.name} />
      </Show>
    </div>
  );
}
