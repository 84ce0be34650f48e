import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-solid";
import { type JSX, Show } from "solid-js";
import { Dynamic } from "solid-js/web";

const LOOKS = {
  info: { class: "bg-info-soft text-info", icon: Info },
  good: { class: "bg-good-soft text-good", icon: CircleCheck },
  warn: { class: "bg-warn-soft text-warn", icon: TriangleAlert },
  bad: { class: "bg-bad-soft text-bad", icon: CircleAlert },
} as const;

/** Something to know before going on, in its place on the page. */
export function Notice(props: {
  readonly tone: keyof typeof LOOKS;
  readonly title?: string | undefined;
  readonly children?: JSX.Element;
  readonly action?: JSX.Element;
}) {
  return (
    <div
      role={props.tone === "bad" ? "alert" : "status"}
      class={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg px-3.5 py-2.5 text-sm ${LOOKS[props.tone].class}`}
    >
      <Dynamic component={LOOKS[props.tone].icon} class="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div class="min-w-0 flex-1">
        <Show when={props.title}>{(title) => <p class="font-medium">{title()}</p>}</Show>
        {props.children}
      </div>
      {props.action}
    </div>
  );
}
