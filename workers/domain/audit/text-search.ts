/**
 * Full text as the log understands it, the same in SQLite's FTS5 (tokenizer `unicode61`) and here, for entries in the
 * archive: words are runs of letters and digits, letter case and diacritics do not matter, and the last word may be a
 * beginning. Words that were written together (`order.created`) must stand together.
 */
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
const MAX_TERMS = 16;
/** Shorter beginnings would match nearly everything, slowly. */
const MIN_PREFIX = 2;

/** The parts that were separated by white space, without those that have no word in them. */
export function readTerms(query: string): readonly string[] {
  return query
    .split(/\s+/u)
    .filter((term) => wordsOf(term).length > 0)
    .slice(0, MAX_TERMS);
}

/**
 * An FTS5 expression that is true where all of it is found. Every term is a quoted string, in which only the quote
 * has a meaning; doubled it has none.
 */
export function toMatchExpression(facets: readonly string[], terms: readonly string[]): string {
  const text = terms.map((term, index) => quote(term) + (mayGoOn(term, index, terms) ? " *" : ""));
  const columns = [...column("facets", facets.map(quote)), ...column("body", text)];
  return columns.join(" AND ");
}

export function textMatches(terms: readonly string[], text: string): boolean {
  if (terms.length === 0) return true;
  const words = ` ${wordsOf(text).join(" ")} `;
  return terms.every((term, index) => {
    const phrase = ` ${wordsOf(term).join(" ")}`;
    return words.includes(mayGoOn(term, index, terms) ? phrase : `${phrase} `);
  });
}

function column(name: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`${name} : (${parts.join(" AND ")})`];
}

function mayGoOn(term: string, index: number, terms: readonly string[]): boolean {
  return index === terms.length - 1 && (wordsOf(term).at(-1)?.length ?? 0) >= MIN_PREFIX;
}

/** A NUL would end the expression for SQLite. */
function quote(text: string): string {
  return `"${text.replaceAll("\0", " ").replaceAll('"', '""')}"`;
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(WORD) ?? [];
}
