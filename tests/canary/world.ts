import { type ApiAnswer, createApiClient, type Json } from "../support/api-client.ts";
import type { Canary } from "../support/canaries.ts";
import type { Receiver } from "../support/receiver.ts";

export interface WatchedAnswer {
  readonly where: string;
  readonly text: string;
  /** Canaries that this answer shows, once and on purpose. */
  readonly shows: readonly string[];
}

export interface WatchedClient {
  /** Any answer but a 5xx is part of the scenario. `shows`: canaries that this answer may contain. */
  call(method: string, path: string, body?: unknown, shows?: readonly string[]): Promise<ApiAnswer>;
  expect(
    status: number,
    method: string,
    path: string,
    body?: unknown,
    shows?: readonly string[],
  ): Promise<Json>;
}

/** What the parts of the scenario share. */
export interface CanaryWorld {
  readonly url: string;
  readonly adminToken: string;
  readonly receiver: Receiver;
  readonly canaries: Canary[];
  readonly answers: WatchedAnswer[];
  readonly admin: WatchedClient;
  /** From now on this value must not be found anywhere. Answers the value. */
  plant(name: string, value: string): string;
  client(token: string): WatchedClient;
  /** Of the organization that the parts work in; set by the first one. */
  orgId: string;
  api: WatchedClient;
}

/**
 * One part of the scenario. Whoever brings a new kind of secret (a password, a TOTP secret, an OAuth token) writes a part
 * that plants it and puts it through everything that can be done with it, and adds it to PARTS in secrets-canary.test.ts.
 */
export type CanaryPart = (world: CanaryWorld) => Promise<void>;

export function createWorld(url: string, adminToken: string, receiver: Receiver): CanaryWorld {
  const canaries: Canary[] = [];
  const answers: WatchedAnswer[] = [];

  function client(token: string): WatchedClient {
    const plain = createApiClient(url, token);
    const watched: WatchedClient = {
      async call(method, path, body, shows = []) {
        const answer = await plain.call(method, path, body);
        const where = `answer to ${method} ${path} (${answers.length})`;
        const headers = JSON.stringify([...answer.headers]);
        answers.push({ where, text: `${headers}\n${answer.text}`, shows });
        if (answer.status >= 500) throw new Error(`${where}: ${answer.status} ${answer.text}`);
        return answer;
      },
      async expect(status, method, path, body, shows) {
        const answer = await watched.call(method, path, body, shows);
        if (answer.status !== status) {
          throw new Error(`${method} ${path} answered ${answer.status}, not ${status}: ${answer.text}`);
        }
        return answer.json;
      },
    };
    return watched;
  }

  const admin = client(adminToken);
  return {
    url,
    adminToken,
    receiver,
    canaries,
    answers,
    admin,
    client,
    plant(name, value) {
      if (value.length < 8) throw new Error(`${name} is too short to be looked for.`);
      canaries.push({ name, value });
      return value;
    },
    orgId: "",
    api: admin,
  };
}

/** A value that occurs nowhere else, with characters that every encoding spells differently. */
export function uniqueValue(what: string): string {
  return `canary~${what}/+"%&=${crypto.randomUUID()}`;
}
