/** JSON that a person writes: an empty field is none, and what does not parse is told apart from both. */
export type JsonText =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown; readonly text: string }
  | { readonly kind: "broken" };

export function readJson(text: string): JsonText {
  if (text.trim() === "") return { kind: "none" };
  try {
    return { kind: "json", value: JSON.parse(text) as unknown, text };
  } catch {
    return { kind: "broken" };
  }
}

/** As it is shown in an editor; nothing for null, which is what the API says for none. */
export function editorText(value: unknown): string {
  return value === null || value === undefined ? "" : JSON.stringify(value, null, 2);
}

/**
 * A JSON object whose `exact` members are put in as the text that they are: parsed and written again, 12345678901234567890
 * would be another number.
 */
export function bodyText(
  members: Readonly<Record<string, unknown>>,
  exact: Readonly<Record<string, string>>,
): string {
  const parts = [
    ...Object.entries(members).flatMap(([name, value]) =>
      value === undefined ? [] : [`${JSON.stringify(name)}:${JSON.stringify(value)}`],
    ),
    ...Object.entries(exact).map(([name, text]) => `${JSON.stringify(name)}:${text}`),
  ];
  return `{${parts.join(",")}}`;
}
