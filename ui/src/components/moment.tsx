import { nowMs } from "~/primitives/clock.ts";
import { absoluteTime, relativeTime, shortTime } from "~/primitives/moments.ts";
import { timeStyle } from "~/primitives/time-style.ts";

/** "3 min. ago", or date and time for whoever chose so; the tooltip and whoever reads aloud get all of it with its zone. */
export function Moment(props: { readonly at: string | number; readonly class?: string }) {
  const atMs = () => (typeof props.at === "number" ? props.at : Date.parse(props.at));
  // The page's tick says when to look again, not what time it is: what was just made would lie in the future.
  const written = () => {
    const now = Math.max(nowMs(), Date.now());
    return timeStyle() === "relative" ? relativeTime(atMs(), now) : shortTime(atMs(), now);
  };
  return (
    <time
      datetime={new Date(atMs()).toISOString()}
      title={absoluteTime(atMs())}
      class={`${timeStyle() === "absolute" ? "sm:whitespace-nowrap" : "whitespace-nowrap"} ${props.class ?? ""}`}
    >
      {written()}
    </time>
  );
}
