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

/** After it was deleted: the start page must not lead to what is gone. */
export function forgetOrganization(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is closed to this page: nothing was remembered.
  }
}
