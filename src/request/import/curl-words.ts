// The words of a curl command as its options with their values, and operands (curl(1)).

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const TAKE_VALUES = words(`
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at
  cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation
  dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save
  expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode
  happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json
  keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt
  max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy
  proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile
  proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers
  proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request
  request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5
  socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max
  tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags url
  url-query user user-agent variable vlan-priority write-out`);

const FLAGS = words(`
  anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable disable-eprt
  disable-epsv disallow-username-in-url doh-cert-status doh-insecure dump-ca-embed fail fail-early fail-with-body false-start
  form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol head
  help http0.9 http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6
  junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp negotiate netrc
  netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb out-null
  parallel parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth proxy-basic proxy-digest
  proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw
  remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir
  show-error show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast
  ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers
  tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids
  trace-time use-ascii verbose version xattr`);

/** What the terminal shows, and how the connection is made where this program makes it as well as it can by itself. */
export const SILENT_OPTIONS = words(`
  silent show-error verbose include show-headers location compressed fail fail-with-body fail-early progress-bar
  no-progress-meter no-buffer globoff http1.0 http1.1 http2 http3 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 ssl ssl-reqd basic
  styled-output path-as-is ipv4 ipv6 disable no-keepalive keepalive-time tcp-nodelay tcp-fastopen no-alpn http2-prior-knowledge
  write-out trace-time raw ssl-no-revoke ssl-revoke-best-effort junk-session-cookies no-sessionid suppress-connect-headers
  max-redirs post301 post302 post303 stderr`);

const SHORT: Readonly<Record<string, string>> = {
  ...{ a: 'append', E: 'cert', K: 'config', C: 'continue-at', b: 'cookie', c: 'cookie-jar', d: 'data', q: 'disable' },
  ...{
    D: 'dump-header',
    f: 'fail',
    F: 'form',
    P: 'ftp-port',
    G: 'get',
    g: 'globoff',
    I: 'head',
    H: 'header',
    h: 'help',
  },
  ...{
    '0': 'http1.0',
    i: 'include',
    k: 'insecure',
    '4': 'ipv4',
    '6': 'ipv6',
    j: 'junk-session-cookies',
    l: 'list-only',
  },
  ...{ L: 'location', M: 'manual', m: 'max-time', n: 'netrc', ':': 'next', N: 'no-buffer', o: 'output', Z: 'parallel' },
  ...{ '#': 'progress-bar', x: 'proxy', U: 'proxy-user', p: 'proxytunnel', Q: 'quote', r: 'range', e: 'referer' },
  ...{ J: 'remote-header-name', O: 'remote-name', R: 'remote-time', X: 'request', S: 'show-error', s: 'silent' },
  ...{
    Y: 'speed-limit',
    y: 'speed-time',
    '2': 'sslv2',
    '3': 'sslv3',
    t: 'telnet-option',
    z: 'time-cond',
    '1': 'tlsv1',
  },
  ...{ T: 'upload-file', B: 'use-ascii', u: 'user', A: 'user-agent', v: 'verbose', V: 'version', w: 'write-out' },
};

export type CurlWord =
  | { readonly kind: 'option'; readonly name: string; readonly value: string | undefined; readonly isAttached?: true }
  | { readonly kind: 'operand'; readonly text: string }
  /** An option that curl does not have, as written up to a value. */
  | { readonly kind: 'unknown'; readonly written: string };

/** The words of a curl command as options with their values, and operands. Texts may hold marks. */
export function readCurlWords(args: readonly string[]): readonly CurlWord[] {
  const found: CurlWord[] = [];
  let onlyOperands = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const dashed = word.replace(/^[\u2013\u2014](?=\w{2})/, '--').replace(/^[\u2013\u2014](?=\w)/, '-');
    if (onlyOperands || !dashed.startsWith('-') || dashed === '-') found.push({ kind: 'operand', text: word });
    else if (dashed === '--') onlyOperands = true;
    else if (dashed.startsWith('--')) at += readLong(dashed.slice(2), args[at + 1], found);
    else at += readShort(dashed.slice(1), args[at + 1], found);
  }
  return found;
}

/** `--name value`; also `--name=value`, which curl refuses and people write. Gives how many more words were used. */
function readLong(text: string, next: string | undefined, found: CurlWord[]): number {
  const [, written = text, attached] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? [];
  const name = longName(written);
  if (name === undefined) {
    found.push({ kind: 'unknown', written: `--${written}` });
    return 0;
  }
  if (!TAKE_VALUES.has(name)) {
    found.push({ kind: 'option', name, value: undefined });
    return 0;
  }
  if (attached !== undefined) {
    found.push({ kind: 'option', name, value: attached, isAttached: true });
    return 0;
  }
  found.push({ kind: 'option', name, value: next ?? '' });
  return next === undefined ? 0 : 1;
}

/** The option's whole name: `--no-…` and `--expand-…` are about the one they name, and a beginning that only one has will do. */
function longName(written: string): string | undefined {
  if (TAKE_VALUES.has(written) || FLAGS.has(written)) return written;
  const expanded = written.replace(/^expand-/, '');
  if (TAKE_VALUES.has(expanded)) return expanded;
  if (FLAGS.has(written.replace(/^no-/, ''))) return 'silent';
  const candidates = [...TAKE_VALUES, ...FLAGS].filter((name) => name.startsWith(written));
  return candidates.length === 1 || written === 'head' ? candidates[0] : undefined;
}

/** `-sSLX POST`, `-XPOST`, `-H'…'`: the first one that takes a value takes the rest of the word, or the next one. */
function readShort(letters: string, next: string | undefined, found: CurlWord[]): number {
  for (let at = 0; at < letters.length; at++) {
    const name = SHORT[letters[at] ?? ''];
    if (name === undefined) {
      found.push({ kind: 'unknown', written: `-${letters[at]}` });
      return 0;
    }
    if (TAKE_VALUES.has(name)) {
      const rest = letters.slice(at + 1);
      found.push({ kind: 'option', name, value: rest === '' ? (next ?? '') : rest });
      return rest === '' && next !== undefined ? 1 : 0;
    }
    found.push({ kind: 'option', name, value: undefined });
  }
  return 0;
}
