// The version, put in by the build from package.json.
declare const FLARESCOPE_VERSION: string;
declare const FLARESCOPE_JQ_WEB: string;

export const version: string = FLARESCOPE_VERSION;

/** What `--version` prints: the version on a line of its own, then which jq runs the filters. It has no version of its own to ask. */
export const versionText = `${version}\nfilters: jq-web ${FLARESCOPE_JQ_WEB}, a build of jq 1.7 (https://jqlang.org/manual/v1.7/)\n`;
