/** Of an answer's headers this much is kept. The platform lets 128 KB through, and a run keeps hundreds of answers. */
const MAX_HEADER_LENGTH = 16 * 1024;

/** What the gateway itself reads: kept before everything else, however many headers come with it. */
const READ_BY_THE_GATEWAY = [
  "content-length",
  "content-encoding",
  "webhook-delivery",
  "retry-after",
  "ratelimit",
  "ratelimit-reset",
  "x-ratelimit-reset",
  "x-ratelimit-remaining",
  "content-type",
];

/** An answer's headers with names in lower case, as many as fit. */
export function capHeaders(headers: Headers): Record<string, string> {
  const all: Record<string, string> = {};
  let length = 0;
  headers.forEach((value, name) => {
    all[name] = value;
    length += name.length + value.length;
  });
  return length <= MAX_HEADER_LENGTH ? all : mostImportant(headers);
}

function mostImportant(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  let room = MAX_HEADER_LENGTH;
  const keep = (name: string, value: string | null): void => {
    const length = name.length + (value?.length ?? 0);
    if (value === null || length > room) return;
    kept[name] = value;
    room -= length;
  };
  for (const name of READ_BY_THE_GATEWAY) keep(name, headers.get(name));
  for (const [name, value] of headers) if (!Object.hasOwn(kept, name)) keep(name, value);
  return kept;
}
