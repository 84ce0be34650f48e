const KEY = "organization";

/** Where one was last: the start page leads there again. */
export function lastOrganization(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberOrganization(orgId: string): void {
  try {
    localStorage.setItem(KEY, orgId);
  } catch {
    // Storage is closed to this page: the start page then leads to the first one.
  }
}
