import { createSignal, For, Show } from "solid-js";
import { usePermissionsIn } from "~/api/account.ts";
import { Button } from "~/components/button.tsx";
import { Moment } from "~/components/moment.tsx";
import { Card } from "~/components/page.tsx";
import { QueryView } from "~/components/query-view.tsx";
import { bytes, count } from "~/primitives/numbers.ts";
import { useOrganization } from "~/shell/use-organization.ts";
import { text } from "~/text/index.ts";
import { Meter } from "./meter.tsx";
import { QuotaDialog } from "./quota-dialog.tsx";
import { RATES } from "./quota-form.ts";
import { type Quota, useUsage } from "./settings-queries.ts";

const words = text.settings.usage;

export function UsageTab() {
  const usage = useUsage();
  return (
    <QueryView query={usage} permission="organization:read">
      {(data) => (
        <div class="flex flex-col gap-5">
          <div class="flex flex-wrap items-center justify-between gap-2">
            <p class="text-sm text-soft">{words.fromAbove}</p>
            <ChangeQuota />
          </div>
          <div class="grid gap-4 md:grid-cols-3">
            <Meter
              label={words.eventsToday}
              hint={words.eventsHint}
              used={data().eventsToday}
              limit={data().quota.eventsPerDay}
              say={count}
              note={
                <>
                  {words.resets} <Moment at={data().quotaResetsAt} />
                </>
              }
            />
            <Meter
              label={words.integrations}
              hint={words.integrationsHint}
              used={data().integrations}
              limit={data().quota.integrations}
              say={count}
            />
            <Meter
              label={words.stored}
              hint={words.storedHint}
              used={data().storedBytes}
              limit={data().quota.storageBytes}
              say={bytes}
            />
          </div>
          <div class="grid items-start gap-5 lg:grid-cols-2">
            <RateLimits quota={data().quota} />
            <Card title={words.beyond}>
              <ul class="list-disc space-y-1.5 pl-5 text-sm text-soft">
                <li>{words.beyondEvents}</li>
                <li>{words.beyondIntegrations}</li>
                <li>{words.beyondRates}</li>
              </ul>
            </Card>
          </div>
        </div>
      )}
    </QueryView>
  );
}

function RateLimits(props: { readonly quota: Quota }) {
  return (
    <Card title={words.rates}>
      <dl class="flex flex-col gap-2 text-sm">
        <For each={RATES}>
          {(name) => (
            <div class="flex flex-wrap justify-between gap-x-4">
              <dt class="text-soft">{words[name]}</dt>
              <dd class="text-ink tabular-nums">
                <Show when={props.quota.rateLimits[name]} fallback={words.gateway}>
                  {(limit) => (
                    // In an element: what Show is handed as mere text is worked out once and stays.
                    <span>{words.rate(count(limit().ratePerSecond), count(limit().burst))}</span>
                  )}
                </Show>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <p class="mt-3 text-xs text-faint">{words.limited}</p>
    </Card>
  );
}

/** For whoever holds `quotas:update` in the organization above: from there, and only from there, it can be set. */
function ChangeQuota() {
  const organization = useOrganization();
  const parentId = () => organization.data?.parentId ?? null;
  const above = usePermissionsIn(parentId);
  const [open, setOpen] = createSignal(false);
  return (
    <Show when={above.data?.permissions.includes("quotas:update") && organization.data}>
      {(data) => (
        <>
          <Button onClick={() => setOpen(true)}>{words.change}</Button>
          <QuotaDialog organization={open() ? data() : null} onClose={() => setOpen(false)} />
        </>
      )}
    </Show>
  );
}
