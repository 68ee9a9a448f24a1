// Which proxy a request goes through: HTTP_PROXY, HTTPS_PROXY and NO_PROXY, lower case first as curl has it.
// Reads only the environment it is handed, never process.env. The values may hold a password: never quote them.

export type ProxyReading =
  | { readonly type: 'direct' }
  | { readonly type: 'proxy'; readonly variable: string; readonly url: string; readonly noProxy: string }
  | { readonly type: 'invalid'; readonly variable: string; readonly reason: string };

/**
 * The proxy for URLs of this protocol ('https:' or 'http:'). A value without a scheme means http, as everywhere.
 * Whether NO_PROXY excepts a host is undici's to decide.
 */
export function readProxy(protocol: string, env: Readonly<Record<string, string | undefined>>): ProxyReading {
  const { variable, value } = lookUp(env, protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (value === '') return { type: 'direct' };
  const url = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(url)) return { type: 'invalid', variable, reason: 'its value is not a URL' };
  const scheme = new URL(url).protocol;
  if (scheme !== 'http:' && scheme !== 'https:') {
    return {
      type: 'invalid',
      variable,
      reason: `it names a ${scheme.slice(0, -1)} proxy, and only http and https are supported`,
    };
  }
  return { type: 'proxy', variable, url, noProxy: lookUp(env, 'no_proxy').value };
}

function lookUp(
  env: Readonly<Record<string, string | undefined>>,
  lowerName: string,
): { readonly variable: string; readonly value: string } {
  const lower = env[lowerName]?.trim() ?? '';
  if (lower !== '') return { variable: lowerName, value: lower };
  const variable = lowerName.toUpperCase();
  return { variable, value: env[variable]?.trim() ?? '' };
}
