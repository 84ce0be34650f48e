import { createSignal } from "solid-js";

/** One tick for the whole page: a thousand "2 min ago" must not be a thousand timers. */
const [nowMs, setNowMs] = createSignal(Date.now());
setInterval(() => setNowMs(Date.now()), 5_000);

export { nowMs };
