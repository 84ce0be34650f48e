import { createMasker, MIN_SECRET_BYTES } from "#domain/proxy/mask-secrets";

/** The secrets as they may stand in a text: as they are, in a URL, in JSON, in base64. */
export function secretBytes(secrets: readonly string[], base64: (text: string) => string): Uint8Array[] {
  const writings = new Set(
    secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      base64(secret),
    ]),
  );
  const encoder = new TextEncoder();
  return [...writings].map((text) => encoder.encode(text)).filter(({ length }) => length >= MIN_SECRET_BYTES);
}

export function maskWhole(bytes: Uint8Array, secrets: readonly Uint8Array[]): Uint8Array {
  if (secrets.length === 0) return bytes;
  const masker = createMasker(secrets);
  const shown = masker.push(bytes);
  const rest = masker.end();
  if (rest.length === 0) return shown;
  const all = new Uint8Array(shown.length + rest.length);
  all.set(shown);
  all.set(rest, shown.length);
  return all;
}
