import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
} from "graphql";

/** Brackets of any kind within each other: the parser recurses on each. */
const MAX_NESTING = 60;
const MAX_SELECTION_DEPTH = 30;
/** With every fragment written out, where it is used. Comparing fields for conflicts is quadratic in this. */
const MAX_FIELDS = 1_000;

const OPENING: ReadonlySet<string> = new Set([TokenKind.PAREN_L, TokenKind.BRACKET_L, TokenKind.BRACE_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.PAREN_R, TokenKind.BRACKET_R, TokenKind.BRACE_R]);

/**
 * Read a text's tokens without building anything, to refuse what a parser would choke on.
 *
 * @returns what is wrong, or null
 * @throws GraphQLError for what is no token
 */
export function findNestingFault(text: string, maxTokens: number): string | null {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let depth = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    if (++tokens > maxTokens) return `It has more than ${maxTokens} words and signs. Ask for less at once.`;
    if (OPENING.has(kind)) depth++;
    else if (CLOSING.has(kind)) depth--;
    if (depth > MAX_NESTING) return `It is nested deeper than ${MAX_NESTING} levels.`;
  }
  return null;
}

interface Measure {
  readonly fields: number;
  readonly depth: number;
}

/** How large a document's operations are once its fragments are written out; null when that is within bounds. */
export function findSizeFault(document: DocumentNode): string | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  // Each fragment is measured once, however often it is spread: otherwise measuring a bomb would set it off.
  const measured = new Map<string, Measure | "open">();
  let cycle: string | null = null;

  function measureFragment(name: string): Measure {
    const fragment = fragments.get(name);
    const known = measured.get(name);
    if (known === "open") cycle = name;
    if (fragment === undefined || known === "open") return { fields: 0, depth: 0 };
    if (known !== undefined) return known;
    measured.set(name, "open");
    const measure = measureSet(fragment.selectionSet);
    measured.set(name, measure);
    return measure;
  }

  function measureSet({ selections }: SelectionSetNode): Measure {
    let fields = 0;
    let depth = 1;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const inner =
          selection.selectionSet === undefined ? { fields: 0, depth: 0 } : measureSet(selection.selectionSet);
        fields += 1 + inner.fields;
        depth = Math.max(depth, 1 + inner.depth);
        continue;
      }
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? measureFragment(selection.name.value)
          : measureSet(selection.selectionSet);
      fields += inner.fields;
      depth = Math.max(depth, inner.depth);
    }
    return { fields, depth };
  }

  let fields = 0;
  let depth = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const measure = measureSet(definition.selectionSet);
      fields += measure.fields;
      depth = Math.max(depth, measure.depth);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      // One that nobody spreads is compared by the rules as well.
      const measure = measureFragment(definition.name.value);
      fields = Math.max(fields, measure.fields);
      depth = Math.max(depth, measure.depth);
    }
  }
  if (cycle !== null) return `The fragment ${cycle} spreads itself.`;
  if (depth > MAX_SELECTION_DEPTH) {
    return `Its fields are nested ${depth} levels deep, and at most ${MAX_SELECTION_DEPTH} are allowed.`;
  }
  if (fields <= MAX_FIELDS) return null;
  return `It asks for ${fields} fields with its fragments written out, and at most ${MAX_FIELDS} are allowed.`;
}
