import type { Connector } from "./source-queries.ts";

/** What must not stay empty as the form is filled in now. The manifest knows only what every scheme needs. */
export function neededFields(
  { id, fields }: Pick<Connector, "id" | "fields">,
  settings: Readonly<Record<string, string>>,
): ReadonlySet<string> {
  const always = fields.flatMap(({ name, required }) => (required ? [name] : []));
  return new Set(id === "generic" ? [...always, ...neededByScheme(settings)] : always);
}

/** As the gateway judges it when the source is saved. */
function neededByScheme(settings: Readonly<Record<string, string>>): readonly string[] {
  const isEmpty = (name: string) => (settings[name] ?? "").trim() === "";
  switch (settings.scheme) {
    case "basic":
      return ["username"];
    case "api_key":
      return isEmpty("queryParameter") ? ["header"] : [];
    default: {
      const content = settings.content ?? "";
      const isTimed = content.includes("{timestamp}");
      return [
        "header",
        ...(isTimed && isEmpty("timestampKey") ? ["timestampHeader"] : []),
        ...(isEmpty("timestampKey") ? [] : ["signatureKey"]),
        ...(content.includes("{id}") ? ["idHeader"] : []),
      ];
    }
  }
}

/** The labels of those that are still empty. */
export function missingLabels(
  connector: Pick<Connector, "id" | "fields" | "secretField">,
  settings: Readonly<Record<string, string>>,
): readonly string[] {
  const needed = neededFields(connector, settings);
  return connector.fields
    .filter(({ name }) => name !== connector.secretField && needed.has(name))
    .filter(({ name }) => (settings[name] ?? "").trim() === "")
    .map(({ label }) => label);
}
