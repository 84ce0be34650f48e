import { For, Show } from "solid-js";
import type { components } from "~/api/openapi.d.ts";
import { Notice } from "~/features/connect/notice.tsx";

export type Check = components["schemas"]["ValidationCheckResult"]["results"][number];

interface MisfitProps {
  readonly tone: "warn" | "bad";
  readonly title: string;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  /** What becomes of it. */
  readonly then?: string;
}

/** Where something does not fit its schema. */
export function Misfit(props: MisfitProps) {
  return (
    <Notice tone={props.tone} title={props.title}>
      <ul class="mt-1 flex flex-col gap-0.5">
        <For each={props.errors}>
          {({ pointer, message }) => (
            <li class="break-words">
              <code class="font-mono text-xs">{pointer || "/"}</code> {message}
            </li>
          )}
        </For>
      </ul>
      <Show when={props.then}>{(then) => <p class="mt-1">{then()}</p>}</Show>
    </Notice>
  );
}
