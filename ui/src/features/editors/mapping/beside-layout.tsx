import { type JSX, Show } from "solid-js";
import { Card } from "~/components/page.tsx";
import { text } from "~/text/index.ts";

/**
 * What is written, and beside it what it makes and the payload to choose from: in sight however long the mapping is, between
 * the page's header and the bar that saves. Below 1280 px they stand below each other.
 */
export function BesideLayout(props: {
  readonly children: JSX.Element;
  readonly beside?: (() => JSX.Element) | undefined;
  readonly payload: JSX.Element;
}) {
  const isWide = () => props.beside !== undefined;
  return (
    <div class="@container min-w-0">
      <div
        class={`grid min-w-0 gap-4 ${isWide() ? "xl:grid-cols-[minmax(0,1fr)_25rem]" : "@4xl:grid-cols-[minmax(0,1fr)_19rem]"}`}
      >
        <div class="flex min-w-0 flex-col gap-3">{props.children}</div>
        <div class="flex min-w-0 flex-col gap-4 self-start xl:sticky xl:top-17 xl:max-h-[calc(100dvh-9.5rem)] xl:overflow-y-auto">
          {props.beside?.()}
          <Show when={props.payload}>
            {(payload) => (
              <Card title={text.editors.sample.tree}>
                <div class="flex flex-col gap-3">{payload()}</div>
              </Card>
            )}
          </Show>
        </div>
      </div>
    </div>
  );
}
