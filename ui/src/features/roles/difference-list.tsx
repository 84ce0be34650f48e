import { For, Show } from "solid-js";
import { text } from "~/text/index.ts";
import type { PermissionDifference } from "./permission-sets.ts";
import { permissionLabel } from "./words.ts";

const words = text.roles.review;

/** What a role will allow that it did not, and the other way round. */
export function DifferenceList(props: { readonly difference: PermissionDifference }) {
  return (
    <div class="flex flex-col gap-3">
      <Part title={words.added} sign="+" names={props.difference.added} look="bg-good-soft text-good" />
      <Part title={words.removed} sign="−" names={props.difference.removed} look="bg-bad-soft text-bad" />
    </div>
  );
}

function Part(props: {
  readonly title: string;
  readonly sign: string;
  readonly names: readonly string[];
  readonly look: string;
}) {
  return (
    <Show when={props.names.length > 0}>
      <section aria-label={props.title}>
        <h3 class="mb-1 text-xs font-medium text-faint">{props.title}</h3>
        <ul class={`overflow-hidden rounded-md ${props.look}`}>
          <For each={props.names}>
            {(name) => (
              <li class="flex flex-wrap items-baseline gap-x-2 px-2.5 py-1 text-sm">
                <span aria-hidden="true" class="w-3 text-center font-semibold">
                  {props.sign}
                </span>
                {permissionLabel(name)}
                <code class="font-mono text-xs">{name}</code>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
