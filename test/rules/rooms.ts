// The rooms of src: whom each may import, and which libraries belong to which.

/** The rooms that a room may import, beside itself. */
export const mayKnow: Readonly<Record<string, readonly string[]>> = {
  main: ['cli'],
  cli: [
    'terminal',
    'perform',
    'explorer',
    'accounts',
    'workers',
    'http',
    'store',
    'sandbox',
    'catalog',
    'request',
    'api',
    'json',
    'text',
  ],
  terminal: ['perform', 'explorer', 'text'],
  perform: ['explorer', 'accounts', 'workers', 'http', 'store', 'sandbox', 'catalog', 'request', 'api', 'json', 'text'],
  accounts: ['http', 'store', 'sandbox', 'api', 'json', 'text'],
  workers: ['store', 'api', 'json', 'text'],
  explorer: ['catalog', 'request', 'api', 'json', 'text'],
  store: ['api', 'json', 'text'],
  http: ['api', 'text'],
  catalog: ['api', 'json', 'request', 'text'],
  api: ['json', 'request', 'text'],
  request: ['text'],
  json: ['text'],
  text: [],
  sandbox: [],
  build: ['catalog'],
};

/** The rooms that may import a library. */
export const owners: Readonly<Record<string, readonly string[]>> = {
  ink: ['terminal'],
  react: ['terminal'],
  undici: ['http'],
  conf: ['store'],
  'env-paths': ['store'],
  'node:sqlite': ['store'],
  '@napi-rs/keyring': ['store'],
  fuzzy: ['text'],
  acorn: ['request'],
  'oxc-parser': ['catalog'],
  commander: ['cli'],
  'jq-web': ['workers'],
  'string-width': ['text'],
  'wrap-ansi': ['text'],
  esbuild: ['build'],
};
