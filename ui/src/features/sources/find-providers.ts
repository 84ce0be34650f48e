import type { Connector } from "./source-queries.ts";

/** Providers whose name or description has every word, the generic one last: it is for who found no other. */
export function findProviders(connectors: readonly Connector[], query: string): readonly Connector[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = connectors.filter(({ id, name, description }) => {
    const about = `${id} ${name} ${description}`.toLowerCase();
    return wanted.every((word) => about.includes(word));
  });
  const rank = ({ id, name }: Connector) => {
    if (id === "generic") return 2;
    return wanted.length > 0 && name.toLowerCase().startsWith(wanted[0] ?? "") ? 0 : 1;
  };
  return matching.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
