// The version, put in by the build from package.json.
declare const FLARESCOPE_VERSION: string;

export const version: string = FLARESCOPE_VERSION;
