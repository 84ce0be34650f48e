/** The token of a link: behind the #, which no server is told; older links have it as `?token=`. */
export function readToken(hash: string, search: string): string | null {
  const token = decode(hash.replace(/^#/, "")) || (new URLSearchParams(search).get("token") ?? "");
  return token.trim() === "" ? null : token.trim();
}

/** What somebody types or pastes: the token alone, or the link that has it. Null when neither is in it. */
export function tokenIn(typed: string): string | null {
  return /igwi_[a-z-]+_[\w-]+/.exec(typed)?.[0] ?? null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
