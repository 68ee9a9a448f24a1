// Questions about where a URL leads. Pure; the answers decide whether a credential may travel.

/**
 * True for 127.0.0.0/8, ::1 and localhost (RFC 6761 §6.3). Only for URL-parsed host names: the parser has by then
 * turned spellings such as 0x7f.1 into dotted decimal.
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** True where nobody on the way can read along: https, or plain http that never leaves this machine. */
export function isPrivateChannel(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
