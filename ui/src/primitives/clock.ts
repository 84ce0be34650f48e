import { createSignal } from "solid-js";

/** One tick for the whole page: a thousand "2 min ago" must not be a thousand timers. */
const [tick, setTick] = createSignal(0);
setInterval(() => setTick((before) => before + 1), 5_000);

/** The moment itself and not that of the last tick: what came a second ago would be told as "in 3s". */
export function nowMs(): number {
  tick();
  return Date.now();
}
