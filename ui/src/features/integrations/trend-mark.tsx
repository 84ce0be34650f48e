import { ArrowDownRight, ArrowRight, ArrowUpRight, Minus } from "lucide-solid";
import { Dynamic } from "solid-js/web";
import type { components } from "~/api/openapi.d.ts";
import { text } from "~/text/index.ts";

type Direction = components["schemas"]["IntegrationHealth"]["trend"]["direction"];

const ARROWS = { rising: ArrowUpRight, falling: ArrowDownRight, steady: ArrowRight, unknown: Minus } as const;

const COLORS: Readonly<Record<Direction, string>> = {
  rising: "text-good",
  falling: "text-bad",
  steady: "text-soft",
  unknown: "text-faint",
};

/** Where the score went within seven days: an arrow, and the word for it. */
export function TrendMark(props: { readonly direction: Direction }) {
  return (
    <span class={`inline-flex items-center gap-1 text-xs whitespace-nowrap ${COLORS[props.direction]}`}>
      <Dynamic component={ARROWS[props.direction]} class="size-3.5" aria-hidden="true" />
      {text.integrations.trend[props.direction]}
    </span>
  );
}
