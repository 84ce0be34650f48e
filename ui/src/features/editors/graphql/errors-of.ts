export interface AnswerError {
  readonly message: string;
  readonly code: string | null;
  /** Where in the data, or in the document. */
  readonly place: string | null;
}

/** The errors of a GraphQL answer, in words. Nothing for a body that is none. */
export function errorsOf(body: string): readonly AnswerError[] {
  const { errors } = readFields(body);
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => {
    const { message, path, locations, extensions } = fieldsOf(error);
    const code = fieldsOf(extensions).code ?? fieldsOf(error).code;
    const [first] = Array.isArray(locations) ? locations : [];
    const { line, column } = fieldsOf(first);
    const at = typeof line === "number" ? `${line}:${String(column)}` : null;
    return {
      message: typeof message === "string" ? message : JSON.stringify(error),
      code: typeof code === "string" ? code : null,
      place: Array.isArray(path) ? path.join(".") : at,
    };
  });
}

function readFields(body: string): Readonly<Record<string, unknown>> {
  try {
    return fieldsOf(JSON.parse(body));
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
