import { A } from "@solidjs/router";
import { ArrowDown, ArrowUp } from "lucide-solid";
import { For, Match, Show, Switch } from "solid-js";
import { organizationId } from "~/api/client.ts";
import { Card } from "~/components/page.tsx";
import { CategoryBadge } from "~/components/status/category-badge.tsx";
import { count } from "~/primitives/numbers.ts";
import { text } from "~/text/index.ts";
import { type Change, changeOf, deliveriesLink } from "./figures.ts";
import type { Overview } from "./use-overview.ts";

const words = text.overview.errors;
type ErrorLine = Overview["errors"][number];

/** Why deliveries failed, how that has changed, and the way to each of them. */
export function ErrorCard(props: { readonly overview: Overview }) {
  return (
    <Card title={words.title} flush>
      <Show
        when={props.overview.errors.length > 0}
        fallback={<p class="px-4 py-8 text-center text-sm text-soft">{words.none}</p>}
      >
        <table class="w-full text-sm">
          <thead>
            <tr class="text-left text-xs text-faint">
              <th scope="col" class="px-4 py-2 font-medium">
                {words.category}
              </th>
              <th scope="col" class="px-2 py-2 text-right font-medium">
                {words.now}
              </th>
              <th scope="col" class="px-4 py-2 text-right font-medium">
                {words.change}
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={props.overview.errors}>
              {(line) => <ErrorRow line={line} window={props.overview.window} />}
            </For>
          </tbody>
        </table>
      </Show>
    </Card>
  );
}

function ErrorRow(props: { readonly line: ErrorLine; readonly window: string }) {
  const category = () => props.line.category as NonNullable<ErrorLine["category"]>;
  const bounded = ({ count: number, exact }: ErrorLine["now"]) =>
    exact ? count(number) : words.atLeast(count(number));
  return (
    <tr class="border-t hover:bg-sunken">
      <td class="px-4 py-2">
        <A
          href={deliveriesLink(organizationId(), { category: category(), range: props.window })}
          aria-label={words.list(text.status.category[category()])}
        >
          <CategoryBadge category={category()} />
        </A>
      </td>
      <td class="px-2 py-2 text-right text-ink tabular-nums">{bounded(props.line.now)}</td>
      <td
        class="px-4 py-2 text-right whitespace-nowrap"
        title={`${words.before}: ${bounded(props.line.before)}`}
      >
        <ChangeMark change={changeOf(props.line.now, props.line.before)} />
      </td>
    </tr>
  );
}

function ChangeMark(props: { readonly change: Change }) {
  const by = () => ("by" in props.change ? props.change.by : 0);
  return (
    <span class="inline-flex items-center gap-1 align-middle text-xs">
      <Switch>
        <Match when={props.change.kind === "up"}>
          <ArrowUp class="size-3.5 text-bad" aria-hidden="true" />
          <span class="text-bad">{words.up(by())}</span>
        </Match>
        <Match when={props.change.kind === "down"}>
          <ArrowDown class="size-3.5 text-good" aria-hidden="true" />
          <span class="text-good">{words.down(by())}</span>
        </Match>
        <Match when={props.change.kind === "fresh"}>
          <span class="font-medium text-bad">{words.fresh}</span>
        </Match>
        <Match when={props.change.kind === "same"}>
          <span class="text-faint">{words.same}</span>
        </Match>
        <Match when={props.change.kind === "unknown"}>
          <span class="text-faint">{words.unknown}</span>
        </Match>
      </Switch>
    </span>
  );
}
