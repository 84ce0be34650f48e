import { createSignal } from "solid-js";
import type { components } from "./openapi.d.ts";
import { ApiProblem, readProblem, sessionEnded, unreachable } from "./problem.ts";

/** `ended`: the gateway ended it while somebody was at work; the page waits for them to sign in again. */
export type SessionState = "unknown" | "signed_out" | "signed_in" | "ended";

interface Tokens {
  readonly accessToken: string;
  readonly expiresIn: number;
}

/** Renewed this long before it ends, so that a request seldom has to be made twice. */
const EARLY_MS = 30_000;

const [state, setState] = createSignal<SessionState>("unknown");
/** In memory only: what a page stores, a script that got into it can carry away. The cookie brings the next one. */
let accessToken: string | null = null;
let renewAtMs = 0;
let renewing: Promise<boolean> | null = null;

export const sessionState = state;

/** Says that there may be a cookie, which a page cannot see: without it a stranger's first visit would be refused once. */
const HINT = "was-signed-in";
const HINT_ENDED = "ended";

// Signed out in the tab beside: this one must not go on showing what it shows. One that ended is found out by each itself.
addEventListener("storage", ({ key, newValue }) => {
  if (key === HINT && newValue === null && state() !== "unknown") forget();
});

/** Take the session up that the cookie stands for, if there is one. */
export async function resumeSession(): Promise<void> {
  if (wasSignedIn()) await renew();
  else forget();
}

export async function signIn(email: string, password: string, code?: string): Promise<void> {
  const body = code === undefined ? { email, password } : { email, password, code };
  keep((await post("/api/v1/auth/sign-in", body)) as Tokens);
}

export type SeenInvitation = components["schemas"]["SeenInvitation"];
type AcceptedInvitation = components["schemas"]["AcceptedInvitation"];

/** What an invitation is about. @throws ApiProblem 404, 410 */
export async function lookAtInvitation(token: string): Promise<SeenInvitation> {
  return (await post("/api/v1/auth/invitations/look", { token })) as SeenInvitation;
}

export async function acceptInvitation(
  token: string,
  name: string,
  password: string,
): Promise<AcceptedInvitation> {
  return (await post("/api/v1/auth/invitations/accept", { token, name, password })) as AcceptedInvitation;
}

/** Out here even if the gateway cannot be told: whoever presses the button wants this browser to forget them. */
export async function signOut(): Promise<void> {
  forget();
  await post("/api/v1/auth/sign-out", {}).catch(() => undefined);
}

/** The token for the next request; null when nobody is signed in. */
export async function currentToken(): Promise<string | null> {
  // Not asked again until somebody signs in: every view would be refused every few seconds.
  if (state() === "ended") throw sessionEnded();
  if (accessToken !== null && Date.now() < renewAtMs) return accessToken;
  return (await renew()) ? accessToken : null;
}

/** After a 401: the token was not taken although it seemed good (signed out elsewhere, a clock that is wrong). */
export function distrustToken(token: string): void {
  if (accessToken === token) renewAtMs = 0;
}

/** One at a time: two renewals with one cookie are what a stolen one looks like. */
function renew(): Promise<boolean> {
  renewing ??= askForTokens().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function askForTokens(): Promise<boolean> {
  try {
    keep((await post("/api/v1/auth/refresh", {})) as Tokens);
    return true;
  } catch (error) {
    // Only the gateway's own no ends the session; a lost connection does not.
    if (error instanceof ApiProblem && error.problem.status >= 400 && error.problem.status < 429) {
      if (state() === "signed_in") end();
      else forget();
      return false;
    }
    throw error;
  }
}

function keep(tokens: Tokens): void {
  accessToken = tokens.accessToken;
  renewAtMs = Date.now() + tokens.expiresIn * 1_000 - EARLY_MS;
  setState("signed_in");
  remember("1");
}

function end(): void {
  accessToken = null;
  renewAtMs = 0;
  setState("ended");
  remember(HINT_ENDED);
}

function forget(): void {
  accessToken = null;
  renewAtMs = 0;
  setState("signed_out");
  remember(null);
}

function wasSignedIn(): boolean {
  try {
    const hint = localStorage.getItem(HINT);
    return hint !== null && hint !== HINT_ENDED;
  } catch {
    // Storage is closed to this page: ask the gateway.
    return true;
  }
}

function remember(hint: string | null): void {
  try {
    if (hint === null) localStorage.removeItem(HINT);
    else localStorage.setItem(HINT, hint);
  } catch {
    // Storage is closed to this page: the gateway is asked every time.
  }
}

async function post(path: string, body: object): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw unreachable();
  }
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw readProblem(response, answer);
  return answer;
}
