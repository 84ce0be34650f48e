import { ELEMENT, type MappingNode } from "./mapping-tree.ts";

/** The mapping that the rows stand for. JSON that does not parse yet is written as null: `rowFaults` keeps it from being saved. */
export function writeMapping(node: MappingNode): unknown {
  switch (node.kind) {
    case "text":
      return node.text;
    case "constant":
      return parsed(node.json);
    case "literal":
      return { $literal: parsed(node.json) };
    case "list":
      return node.items.map(writeMapping);
    case "object":
      return writeObject(node);
    case "each":
      return {
        $each: node.over,
        ...(node.as === ELEMENT ? {} : { as: node.as }),
        ...(node.index === "" ? {} : { index: node.index }),
        ...(node.where === undefined ? {} : { where: node.where }),
        do: writeMapping(node.make),
      };
    case "if":
      return {
        $if: node.condition,
        // biome-ignore lint/suspicious/noThenProperty: it is the directive's name, and nobody awaits a mapping.
        then: writeMapping(node.yes),
        ...(node.no === null ? {} : { else: writeMapping(node.no) }),
      };
  }
}

function writeObject({ rows }: Extract<MappingNode, { kind: "object" }>): unknown {
  const spread = rows.filter((row) => row.spread).map((row) => writeMapping(row.node));
  const members: [string, unknown][] = [];
  for (const row of rows) {
    if (!row.spread) {
      // A row whose key is not typed yet is no member yet.
      if (row.key !== "") members.push([row.key, writeMapping(row.node)]);
    } else if (!members.some(([key]) => key === "$spread")) {
      members.push(["$spread", spread.length === 1 ? spread[0] : spread]);
    }
  }
  return Object.fromEntries(members);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
