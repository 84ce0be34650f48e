import { answer, api } from "~/api/client.ts";

const STEP_MS = 500;
const MOST_STEPS = 30;

/**
 * An event has its page when its first deliveries are over or wait, usually within a second. Asked of the log, where nothing
 * is an empty list and not a 404. Gives up quietly: the page then says itself that it is not there yet.
 */
export async function waitForEvent(eventId: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step++) {
    const query = { eventId, limit: 1 };
    const { items } = await answer(api.GET("/api/v1/deliveries", { params: { query } }));
    if (items.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}
