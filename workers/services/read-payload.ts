import type { BodyPointer } from "#domain/event";
import type { BodyStore } from "#domain/ports";

/** Null when there is none, and also when R2 does not answer: one payload must not fail a whole run for everybody else. */
export async function readPayload(bodies: BodyStore, at: BodyPointer): Promise<string | null> {
  try {
    return await bodies.read(at);
  } catch (error) {
    console.warn(JSON.stringify({ event: "payload.unreadable", key: at.key, error: String(error) }));
    return null;
  }
}
