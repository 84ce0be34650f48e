import type { DeliverySample } from "./health-score.ts";
import type { Span } from "./health-trend.ts";

/** A sample with what tells how far it can be trusted. */
export interface MeasuredSample extends DeliverySample {
  /** Of the sample's deliveries, so many are dead letters now. */
  readonly deadLetters: number;
  /** Rows of the log that were looked at. */
  readonly looked: number;
}

export interface SampleRequest extends Span {
  readonly integrationId: string;
}

export interface DeadLetterCount {
  readonly count: number;
  /** False: there are at least so many. */
  readonly exact: boolean;
}

/** Health is read from the log. Every question's cost is bounded, whatever the size of the log. */
export interface HealthRecords {
  /** In the order of the requests; of each span the newest `rows` deliveries are looked at. */
  samples(
    orgId: string,
    requests: readonly SampleRequest[],
    rows: number,
  ): Promise<readonly MeasuredSample[]>;
  /**
   * Integrations that fail lately: those with the most among the organization's newest `rows` dead letters and the newest
   * `rows` that are retried; up to `most` of them.
   */
  failing(orgId: string, rows: number, most: number): Promise<readonly string[]>;
  /** Counted up to `most`, of each integration. */
  deadLetters(
    orgId: string,
    integrationIds: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, DeadLetterCount>>;
}
