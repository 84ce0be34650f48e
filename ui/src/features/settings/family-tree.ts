interface Node {
  readonly id: string;
  readonly name: string;
  readonly parentId?: string | null | undefined;
}

export interface Branch<N> {
  readonly node: N;
  /** 1 right below the organization that one looks from. */
  readonly level: number;
  /** How many there are below it, on every level. */
  readonly below: number;
}

/** The list in the order of a tree: each right under its parent, those of one parent by name. */
export function familyTree<N extends Node>(nodes: readonly N[], rootId: string): readonly Branch<N>[] {
  const byParent = Map.groupBy(nodes, ({ parentId }) => parentId ?? rootId);
  const walk = (parentId: string, level: number): readonly Branch<N>[] =>
    (byParent.get(parentId) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
      .flatMap((node) => {
        const under = walk(node.id, level + 1);
        return [{ node, level, below: under.length }, ...under];
      });
  return walk(rootId, 1);
}

/** Those that are called so, and those above them: a hit without its way down would be anybody's. */
export function narrowTree<N extends Node>(
  branches: readonly Branch<N>[],
  wanted: string,
): readonly Branch<N>[] {
  const text = wanted.trim().toLowerCase();
  if (text === "") return branches;
  const byId = new Map(branches.map((branch) => [branch.node.id, branch]));
  const kept = new Set<string>();
  for (const { node } of branches) {
    if (!node.name.toLowerCase().includes(text) && node.id !== wanted.trim()) continue;
    for (let at: N | undefined = node; at !== undefined; at = byId.get(at.parentId ?? "")?.node)
      kept.add(at.id);
  }
  return branches.filter(({ node }) => kept.has(node.id));
}
