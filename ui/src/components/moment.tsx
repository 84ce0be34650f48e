import { nowMs } from "~/primitives/clock.ts";
import { absoluteTime, relativeTime } from "~/primitives/moments.ts";

/** "3 min. ago"; the tooltip and whoever reads aloud get the whole moment with its zone. */
export function Moment(props: { readonly at: string | number; readonly class?: string }) {
  const atMs = () => (typeof props.at === "number" ? props.at : Date.parse(props.at));
  // The page's tick says when to look again, not what time it is: what was just made would lie in the future.
  const relative = () => relativeTime(atMs(), Math.max(nowMs(), Date.now()));
  return (
    <time
      datetime={new Date(atMs()).toISOString()}
      title={absoluteTime(atMs())}
      class={`whitespace-nowrap ${props.class ?? ""}`}
    >
      {relative()}
    </time>
  );
}
