import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";

/** Does the operation select fields at this path, by the names that its answer will have? `*` is any field. */
export function selectsPath(
  document: DocumentNode,
  { selectionSet }: { readonly selectionSet: SelectionSetNode },
  path: readonly string[],
): boolean {
  const [segment, ...rest] = path;
  if (segment === undefined) return true;
  return fieldsOf(document, selectionSet, new Set()).some(({ name, alias, selectionSet: inner }) => {
    if (segment !== "*" && segment !== (alias ?? name).value) return false;
    if (inner === undefined) return rest.length === 0;
    return selectsPath(document, { selectionSet: inner }, rest);
  });
}

/** The fields of a selection, those of its fragments among them. */
function fieldsOf(document: DocumentNode, { selections }: SelectionSetNode, seen: Set<string>) {
  return selections.flatMap((selection): FieldOf[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(document, selection.selectionSet, seen);
    const name = selection.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(document, fragment.selectionSet, seen) : [];
  });
}

type FieldOf = Extract<SelectionSetNode["selections"][number], { readonly kind: Kind.FIELD }>;
