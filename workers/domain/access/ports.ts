/** What deciding about access needs of the world. */
export interface OrganizationPaths {
  /** Its ancestors, the topmost first, and itself as the last; null when there is no such organization any more. */
  find(orgId: string): Promise<readonly string[] | null>;
  /** It was deleted through this isolate: here it is gone at once. */
  forget(orgId: string): void;
}
