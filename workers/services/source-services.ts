import type { Connector } from "#domain/ingress/connector";
import type {
  RejectedRequests,
  SourceActivities,
  SourceDirectory,
  SourceRepository,
} from "#domain/ingress/source-ports";
import type { AcceptServices } from "./accept-events.ts";
import type { SourceCounter } from "./count-activity.ts";
import type { GuardTarget } from "./guard-target.ts";
import type { CallLimits } from "./limit-calls.ts";
import type { StrangerLimit } from "./limit-strangers.ts";
import type { RejectionGate } from "./log-rejection.ts";

/** A token that was just made: it is shown once, its hash is kept. */
export interface MadeInboundToken {
  readonly token: string;
  readonly hash: string;
}

export interface Connectors {
  find(id: string): Connector | null;
  all(): readonly Connector[];
}

/** What changing and reading sources needs. */
export interface SourceServices {
  readonly region: string;
  readonly sourceRepository: SourceRepository;
  readonly sourceDirectory: SourceDirectory;
  readonly sourceActivities: SourceActivities;
  readonly rejectedRequests: RejectedRequests;
  readonly connectors: Connectors;
  readonly makeInboundToken: () => MadeInboundToken;
  readonly hashInboundToken: (token: string) => string;
  readonly createId: (prefix: string) => string;
  readonly now: () => number;
}

/** What the way of a webhook needs besides. */
export interface InboundServices extends SourceServices, AcceptServices {
  readonly callLimits: CallLimits;
  readonly guardTarget: GuardTarget;
  /** For certificates that providers publish. */
  readonly fetchText: (url: string) => Promise<string | null>;
  /** One request to a provider's own address, without redirects; answers its status. */
  readonly visit: (url: string) => Promise<number>;
  readonly bytesToBase64: (bytes: Uint8Array) => string;
  /** SHA-256 in base64url. */
  readonly digest: (text: string) => string;
  readonly inBackground: (work: Promise<void>) => void;
  readonly rejectionGate: RejectionGate;
  readonly sourceCounter: SourceCounter;
  readonly strangers: StrangerLimit;
  /** The gateway's origin as the outside reaches it, when that is told. */
  readonly publicUrl: string | null;
}
