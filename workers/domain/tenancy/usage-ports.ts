/** What an organization uses, as far as it is written down. */
export interface UsageRecords {
  /** Over all days that the retention has not removed. */
  storedBytes(orgId: string): Promise<number>;
}
