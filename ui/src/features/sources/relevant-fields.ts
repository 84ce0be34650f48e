import type { Connector } from "./source-queries.ts";

type Field = Connector["fields"][number];

/** Of the generic provider's fields, what each way to prove oneself uses. The rest of them is of use to all. */
const BY_SCHEME: Readonly<Record<string, readonly string[]>> = {
  hmac: [
    "header",
    "algorithm",
    "encoding",
    "prefix",
    "signatureKey",
    "content",
    "timestampHeader",
    "timestampKey",
    "timestampUnit",
  ],
  basic: ["username"],
  api_key: ["header", "prefix", "queryParameter"],
};
const ONLY_SOME = new Set(Object.values(BY_SCHEME).flat());

/** What has a say under the settings as they are: a form of seventeen fields is a form that nobody fills in. */
export function relevantFields(
  { id, fields }: Pick<Connector, "id" | "fields">,
  settings: Readonly<Record<string, string>>,
): readonly Field[] {
  if (id !== "generic") return fields;
  const used = BY_SCHEME[settings.scheme ?? "hmac"] ?? [];
  const isTimed = (settings.timestampHeader ?? "") !== "" || (settings.timestampKey ?? "") !== "";
  return fields.filter(({ name }) => {
    if (name === "timestampUnit" && !isTimed) return false;
    return !ONLY_SOME.has(name) || used.includes(name);
  });
}

/** What the form begins with. */
export function defaultSettings({ fields, secretField }: Connector): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name, default: fallback }) =>
      name === secretField || fallback === undefined ? [] : [[name, fallback]],
    ),
  );
}

/** What is sent: of the relevant fields those that say something. */
export function settingsToSend(
  connector: Connector,
  settings: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    relevantFields(connector, settings).flatMap(({ name }) => {
      const value = settings[name] ?? "";
      return name === connector.secretField || value.trim() === "" ? [] : [[name, value]];
    }),
  );
}
