// Which program a word names.

/** The name without its folders and `.exe`, in small letters: `curl` for `/usr/bin/curl` and for `curl.exe`. */
export function programOf(word: string): string {
  return word
    .replace(/^.*[/\\]/s, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
}
