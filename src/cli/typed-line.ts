// One line as it is typed into a terminal in raw mode, where nobody else edits it. Pure: what arrives, and what it makes.

export interface TypedLine {
  readonly text: string;
  /** Unset while the line goes on; `cancelled` by ctrl+c, or by ctrl+d with nothing typed. */
  readonly end: 'entered' | 'cancelled' | undefined;
}

export const emptyLine: TypedLine = { text: '', end: undefined };

/** What one character makes of the line. */
export function typeCharacter(line: TypedLine, character: string): TypedLine {
  switch (character) {
    case '\r':
    case '\n':
      return { ...line, end: 'entered' };
    case '\u0003':
      return { ...line, end: 'cancelled' };
    case '\u0004':
      return line.text === '' ? { ...line, end: 'cancelled' } : line;
    case '\u007f':
    case '\b':
      return { ...line, text: [...line.text].slice(0, -1).join('') };
    case '\u0015':
      return { ...line, text: '' };
    case '\u0017':
      return { ...line, text: line.text.trimEnd().replace(/\S+$/, '') };
    default:
      return character < ' ' ? line : { ...line, text: line.text + character };
  }
}

/** Keys that send more than a character (arrows, pastes between brackets) as the terminal sends them: no part of a line. */
const SEQUENCES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O.|[^[O])/gsu;

/** The beginning of one, whose end is still to come. */
const CUT_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*|O)?$/;

/** Takes what has arrived up to the end of the line; `rest` belongs to what arrives next. */
export function typeText(line: TypedLine, arrived: string): { readonly line: TypedLine; readonly rest: string } {
  const whole = arrived.replaceAll(SEQUENCES, '');
  const cut = CUT_SEQUENCE.exec(whole)?.[0] ?? '';
  const text = whole.slice(0, whole.length - cut.length);
  let typed = line;
  let at = 0;
  for (const character of text) {
    at += character.length;
    typed = typeCharacter(typed, character);
    if (typed.end !== undefined) break;
  }
  // Enter may come as two characters.
  const rest = text.slice(at) + cut;
  return { line: typed, rest: typed.end === 'entered' && rest.startsWith('\n') ? rest.slice(1) : rest };
}
