import type { BodyPointer } from "#domain/event";

/** `key|offset|length`: one column instead of three. Keys never hold a bar. */
export function formatPointer(at: BodyPointer): string {
  return `${at.key}|${at.offset}|${at.length}`;
}

export function parsePointer(text: string): BodyPointer {
  const [key = "", offset, length] = text.split("|");
  return { key, offset: Number(offset), length: Number(length) };
}
