import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";
import type { Use } from "./credential-queries.ts";

const words = text.credentials.page;

/** The integrations that sign in with it. Null: one may not see them. */
export function UsedBy(props: { readonly uses: readonly Use[] | null }) {
  return (
    <Card title={words.used}>
      <Show when={props.uses} fallback={<p class="text-sm text-soft">{words.usedHidden}</p>}>
        {(uses) => (
          <Show when={uses().length > 0} fallback={<p class="text-sm text-soft">{words.unused}</p>}>
            <UseLinks uses={uses()} />
          </Show>
        )}
      </Show>
    </Card>
  );
}

export function UseLinks(props: { readonly uses: readonly Use[] }) {
  return (
    <ul class="flex flex-col gap-1.5 text-sm">
      <For each={props.uses}>
        {({ id, name }) => (
          <li>
            <A
              class="font-medium text-accent-ink hover:underline"
              href={`/o/${organizationId()}/integrations/${id}`}
            >
              {name}
            </A>
          </li>
        )}
      </For>
    </ul>
  );
}
