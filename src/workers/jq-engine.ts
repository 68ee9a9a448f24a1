// jq itself, in a module of its own: it is a promise, and a promise of a module that is one cannot be kept once it is bundled.
import jq from 'jq-web';

export const jqEngine = { ready: jq };
