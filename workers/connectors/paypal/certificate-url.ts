/** Where PayPal publishes what it signs webhooks with, live and sandbox. */
const HOST = /^api(?:-m)?(?:\.sandbox)?\.paypal\.com$/;
const PATH = /^\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,128}$/;

/**
 * The address in a header that anybody can send: whoever chooses it chooses the key. So it must be the host of
 * PayPal's API, because among all names under paypal.com one may be forgotten and taken over, and the path that serves
 * certificates, because other paths may serve what customers wrote.
 */
export function certificateUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.protocol === "https:" && url.port === "" && url.username === "" && url.password === "";
  return plain && url.search === "" && url.hash === "" && HOST.test(url.hostname) && PATH.test(url.pathname)
    ? url.href
    : null;
}
