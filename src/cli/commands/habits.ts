// What people bring to `flarescope api` from curl, gh and HTTPie. What means one thing everywhere works; for the rest one sentence
// shows the same request in our language.
import type { OptionSpecs } from '../spec.ts';

const group = 'As in curl and gh';

export const habitOptions = {
  method: { short: 'X', value: 'METHOD', help: 'The method of the request', group },
  header: { short: 'H', value: "'NAME: VALUE'", help: 'A header field', group, isRepeatable: true },
  data: { short: 'd', value: 'JSON|@FILE', help: 'The body: JSON, a file, or @- for standard input', group },
  'raw-field': { short: 'f', value: 'NAME=TEXT', help: 'A field of the JSON body, as text', group, isRepeatable: true },
  paginate: { help: 'The same as --all', group },
  // Spelled otherwise, and the same.
  request: { value: 'METHOD', help: '', isHidden: true },
  'data-raw': { value: 'JSON', help: '', isHidden: true },
  'data-binary': { value: 'JSON|@FILE', help: '', isHidden: true },
  // Not taken.
  field: {
    short: 'F',
    value: 'NAME=VALUE',
    help: '',
    isHidden: true,
    instead:
      'curl and gh mean different things by -F. Write name=text for text, name:=json for JSON, or @file for a file as the body',
  },
  silent: {
    short: 's',
    help: '',
    isHidden: true,
    instead: '-s is not needed: only the response is printed. Leave it out',
  },
  location: {
    short: 'L',
    help: '',
    isHidden: true,
    instead: '-L is not needed: redirects within the API are followed. Leave it out',
  },
  insecure: {
    short: 'k',
    help: '',
    isHidden: true,
    instead: 'certificates are always checked. NODE_EXTRA_CA_CERTS names a file of certificates to trust as well',
  },
  get: { short: 'G', help: '', isHidden: true, instead: '-G is not needed: write query parameters as name==value' },
  user: {
    short: 'u',
    value: 'USER:PASSWORD',
    help: '',
    isHidden: true,
    instead: 'credentials come from the account, not from the command line: flarescope auth add saves one',
  },
  'output-file': {
    short: 'o',
    value: 'FILE',
    help: '',
    isHidden: true,
    instead: 'write the response to a file with > FILE',
  },
} as const satisfies OptionSpecs;
