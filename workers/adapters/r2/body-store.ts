import { Buffer } from "node:buffer";
import type { BodyPointer } from "#domain/event";
import { createTimeOrderedId } from "#domain/ids";
import type { BodyStore, Segment } from "#domain/ports";
import { withRetries } from "../with-retries.ts";

/**
 * Bodies and attempt records in R2, many per object: an object costs as much as twelve thousand bytes of D1 rows.
 * Keys are `${orgId}/${segments|payloads}/${day}/${id}`, so retention is a range of keys.
 */
export function createBodyStore(bucket: R2Bucket): BodyStore {
  return {
    openSegment: (orgId, now) => openSegment(bucket, orgId, now),

    async putPayload(orgId, json, now) {
      // A name of its own and not the event's: a second post under the same id must never overwrite the first's.
      const key = `${orgId}/payloads/${dayOf(now)}/${freshId("pay", now)}`;
      const bytes = new TextEncoder().encode(json);
      await withRetries(() => bucket.put(key, bytes));
      return { key, offset: 0, length: bytes.byteLength };
    },

    async read({ key, offset, length }) {
      if (length === 0) return "";
      const object = await withRetries(() => bucket.get(key, { range: { offset, length } }));
      return object === null ? null : object.text();
    },

    async remove({ key }) {
      await bucket.delete(key);
    },

    async removeBefore(orgId, day, limit) {
      for (const kind of ["segments", "payloads"]) {
        const prefix = `${orgId}/${kind}/`;
        const { objects } = await bucket.list({ prefix, limit });
        const old = objects.filter(({ key }) => key.slice(prefix.length, prefix.length + day.length) < day);
        if (old.length > 0) await bucket.delete(old.map(({ key }) => key));
        if (old.length > 0 && old.length === objects.length) return false;
      }
      return true;
    },

    async removeAll(orgId, limit) {
      const { objects, truncated } = await bucket.list({ prefix: `${orgId}/`, limit });
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
      return !truncated;
    },

    async count(orgId, most) {
      const { objects } = await bucket.list({ prefix: `${orgId}/`, limit: most });
      return objects.length;
    },
  };
}

function openSegment(bucket: R2Bucket, orgId: string, now: number): Segment {
  const day = dayOf(now);
  const key = `${orgId}/segments/${day}/${freshId("seg", now)}`;
  const parts: string[] = [];
  let size = 0;
  return {
    add(text): BodyPointer {
      const at = { key, offset: size, length: Buffer.byteLength(text) };
      parts.push(text);
      size += at.length;
      return at;
    },
    async write() {
      if (size === 0) return { day, bytes: 0 };
      // Encoded once: a thousand small buffers of their own cost more than the bytes in them.
      const whole = Buffer.from(parts.join(""));
      await withRetries(() => bucket.put(key, whole));
      return { day, bytes: size };
    },
  };
}

function freshId(prefix: string, now: number): string {
  return createTimeOrderedId(prefix, now, crypto.getRandomValues(new Uint8Array(10)));
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
