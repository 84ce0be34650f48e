import { Lock } from "lucide-solid";
import { type JSX, Show } from "solid-js";
import { Badge } from "~/components/badge.tsx";
import { text } from "~/text/index.ts";

const words = text.settings.policy;

interface PolicyRowProps {
  readonly title: string;
  readonly about: string;
  /** What holds, in words. */
  readonly holds: JSX.Element;
  readonly inherited: boolean;
  /** Whether the organization itself demands it. */
  readonly own: boolean;
  readonly children: JSX.Element;
}

/** One policy: on the left what holds and who says so, on the right what this organization demands. */
export function PolicyRow(props: PolicyRowProps) {
  return (
    <section class="grid gap-x-8 gap-y-3 px-4 py-4 md:grid-cols-2">
      <div class="min-w-0">
        <h2 class="text-sm font-semibold text-ink">{props.title}</h2>
        <p class="mt-0.5 text-xs text-faint">{props.about}</p>
        <div class="mt-2 flex flex-wrap items-center gap-2 text-sm">
          <span class="text-faint">{words.holds}:</span>
          <span class="min-w-0 font-medium break-words text-ink">{props.holds}</span>
          <Show
            when={props.inherited}
            fallback={
              <Badge tone={props.own ? "accent" : "neutral"}>
                {props.own ? words.ownBadge : words.standard}
              </Badge>
            }
          >
            <Badge tone="info" title={words.fromAboveHint}>
              <Lock class="size-3" aria-hidden="true" />
              {words.fromAbove}
            </Badge>
          </Show>
        </div>
      </div>
      <div class="flex min-w-0 flex-col gap-3">{props.children}</div>
    </section>
  );
}
