import { nowMs } from "~/primitives/clock.ts";
import { absoluteTime, relativeTime } from "~/primitives/moments.ts";

/** "3 min. ago"; the tooltip and whoever reads aloud get the whole moment with its zone. */
export function Moment(props: { readonly at: string | number; readonly class?: string }) {
  const atMs = () => (typeof props.at === "number" ? props.at : Date.parse(props.at));
  return (
    <time
      datetime={new Date(atMs()).toISOString()}
      title={absoluteTime(atMs())}
      class={`whitespace-nowrap ${props.class ?? ""}`}
    >
      {relativeTime(atMs(), nowMs())}
    </time>
  );
}
