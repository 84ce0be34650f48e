/**
 * The same view in another organization: what one looks at usually stays the question. A page of one thing does not come
 * along, as its id means nothing there, and neither do filters.
 */
export function samePlace(pathname: string, orgId: string, views: readonly string[]): string {
  const view = `/${pathname.split("/")[3] ?? ""}`;
  return `/o/${orgId}${view !== "/" && views.includes(view) ? view : ""}`;
}
