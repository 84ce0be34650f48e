import { createSignal, Show } from "solid-js";
import { useMay } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { TextInput } from "~/components/field.tsx";
import { Card } from "~/components/page.tsx";
import { Select } from "~/components/select.tsx";
import { Empty } from "~/components/states.tsx";
import type { ErrorCategory } from "~/components/status/category-badge.tsx";
import { useUrlChoice, useUrlText } from "~/primitives/url-state.ts";
import { text } from "~/text/index.ts";
import { BulkDialog } from "../jobs/bulk-dialog.tsx";
import type { BulkWish } from "../jobs/bulk-requests.ts";
import { disabledWords } from "./disabled-words.ts";
import { fromLocal, SPANS, type Span, sinceOf, toLocal } from "./since.ts";
import type { IntegrationTabProps } from "./use-integration-draft.tsx";

const ANY = "any";
const CATEGORIES = Object.keys(text.status.category) as ErrorCategory[];

/** After an outage, or for an integration that came late: what it did not get is sent again. */
export default function RecoveryTab(props: IntegrationTabProps) {
  const words = text.integrations.recovery;
  const may = useMay();
  const [wish, setWish] = createSignal<BulkWish | null>(null);
  const record = () => props.draft.record();
  const isOff = () => !record().enabled || record().disabledReason !== null;
  const mayNothing = () => !may("deadletters:retry") && !may("deliveries:replay");
  return (
    <div class="flex flex-col gap-4">
      <Show when={isOff()}>
        <p role="status" class="rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn">
          {words.off} {disabledWords(record().disabledReason ?? "")}
        </p>
      </Show>
      <Show when={mayNothing()}>
        <Card>
          <Empty title={words.nothingTitle}>{words.nothing}</Empty>
        </Card>
      </Show>
      <div class="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Show when={may("deadletters:retry")}>
          <RangeCard
            name="failed"
            title={words.failedTitle}
            hint={words.failedHint}
            action={words.failed}
            hasCategory
            disabled={isOff()}
            onAsk={({ since, until, eventType, category }) =>
              setWish({
                kind: "recover_failed",
                integrationId: props.draft.id,
                range: { since, ...until, ...eventType, ...category },
              })
            }
          />
        </Show>
        <Show when={may("deliveries:replay")}>
          <RangeCard
            name="missed"
            title={words.missedTitle}
            hint={words.missedHint}
            action={words.missed}
            hasCategory={false}
            disabled={isOff()}
            onAsk={({ since, until, eventType }) =>
              setWish({
                kind: "deliver_missed",
                integrationId: props.draft.id,
                range: { since, ...until, ...eventType },
              })
            }
          />
        </Show>
      </div>
      <BulkDialog wish={wish()} onClose={() => setWish(null)} />
    </div>
  );
}

interface Chosen {
  readonly since: string;
  readonly until: { readonly until?: string };
  readonly eventType: { readonly eventType?: string };
  readonly category: { readonly category?: ErrorCategory };
}

function RangeCard(props: {
  /** What its choices are called in the address. */
  readonly name: string;
  readonly title: string;
  readonly hint: string;
  readonly action: string;
  readonly hasCategory: boolean;
  readonly disabled: boolean;
  readonly onAsk: (chosen: Chosen) => void;
}) {
  const words = text.integrations.recovery;
  const [span, setSpan] = useUrlChoice<Span>(`${props.name}.within`, ["24h", ...SPANS]);
  const [givenFrom, setFrom] = useUrlText(`${props.name}.from`);
  const yesterday = toLocal(sinceOf("24h", Date.now()));
  const from = () => givenFrom() ?? yesterday;
  const [givenTo, setTo] = useUrlText(`${props.name}.to`);
  const to = () => givenTo() ?? "";
  const [givenType, setEventType] = useUrlText(`${props.name}.type`);
  const eventType = () => givenType() ?? "";
  const [category, setCategory] = useUrlChoice<ErrorCategory | typeof ANY>(`${props.name}.category`, [
    ANY,
    ...CATEGORIES,
  ]);
  const isOwn = () => span() === "own";
  const since = () => (isOwn() ? fromLocal(from()) : sinceOf(span(), Date.now()));
  const ask = () => {
    const start = since();
    if (start === null) return;
    const end = isOwn() ? fromLocal(to()) : null;
    const type = eventType().trim();
    const kind = category();
    props.onAsk({
      since: new Date(start).toISOString(),
      until: end === null ? {} : { until: new Date(end).toISOString() },
      eventType: type === "" ? {} : { eventType: type },
      category: kind === ANY ? {} : { category: kind },
    });
  };
  return (
    <Card title={props.title}>
      <form
        class="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <p class="text-sm text-soft">{props.hint}</p>
        <Select
          label={words.since}
          value={span()}
          options={SPANS.map((value) => ({ value, label: words.spans[value] }))}
          onChange={setSpan}
        />
        <Show when={isOwn()}>
          <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
            <TextInput
              label={words.from}
              type="datetime-local"
              required
              value={from()}
              onInput={setFrom}
              error={since() === null ? words.moment : undefined}
            />
            <TextInput label={words.to} type="datetime-local" value={to()} onInput={setTo} hint={words.now} />
          </div>
        </Show>
        <div class="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <TextInput
            label={words.eventType}
            mono
            placeholder={words.anyType}
            value={eventType()}
            onInput={setEventType}
          />
          <Show when={props.hasCategory}>
            <Select
              label={words.category}
              value={category()}
              options={[
                { value: ANY, label: words.anyCategory },
                ...CATEGORIES.map((value) => ({ value, label: text.status.category[value] })),
              ]}
              onChange={setCategory}
            />
          </Show>
        </div>
        <div class="flex items-center justify-end gap-3">
          <span class="text-xs text-faint">{words.counted}</span>
          <Button type="submit" look="primary" disabled={props.disabled || since() === null}>
            {props.action}
          </Button>
        </div>
      </form>
    </Card>
  );
}
